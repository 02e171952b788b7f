package mm.core.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.IntervalSubscription;
import mm.api.Rule;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.core.port.CorePorts;
import mm.core.port.CoreWorker;
import mm.spi.DriverCapability;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.Mutex;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;

/** What one driver uses in one space, and what has to be taken back from it. */
final class DriverContextOf implements DriverContext {
  private final AttachableSpace space;
  private final DriverCapability capability;
  private final List<Class<?>> notifiers;
  private final CorePorts ports;
  private final ViolationSink violations;
  private final List<Subscription> listed = new CopyOnWriteArrayList<>();
  private final List<IntervalSubscription> intervals = new CopyOnWriteArrayList<>();
  private final List<SharedSubscription<?>> shared = new CopyOnWriteArrayList<>();
  private final List<CoreWorker> workers = new CopyOnWriteArrayList<>();
  private final SettledPages pages;
  private final Map<String, String> options;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  DriverContextOf(
      AttachableSpace space,
      DriverCapability capability,
      List<Class<?>> notifiers,
      CorePorts ports,
      ViolationSink violations,
      Map<String, String> options) {
    this.options = options;
    this.space = space;
    this.capability = capability;
    this.notifiers = notifiers;
    this.ports = ports;
    this.violations = violations;
    pages = new SettledPages(space.pages(), listed, capability.declaration(), ports.guard());
  }

  String driver() {
    return capability.id();
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public PageSource pages() {
    return pages;
  }

  boolean frozen() {
    return pages.frozen();
  }

  void freeze() {
    pages.freeze();
  }

  void thaw() {
    pages.thaw();
  }

  boolean awaitSettled(long timeoutNanos) {
    return pages.settled(timeoutNanos);
  }

  @Override
  public Subscription subscribe(Notifier notifier) {
    refuseUndeclared(notifier);
    Subscription subscription = space.subscribe(notifier, capability.declaration());
    listed.add(subscription);
    return subscription;
  }

  @Override
  public IntervalSubscription subscribe(long start, long end, IntervalNotifier notifier) {
    refuseUndeclared(notifier);
    intervals.removeIf(each -> !each.live());
    IntervalSubscription subscription =
        space.subscribe(start, end, notifier, capability.declaration());
    intervals.add(subscription);
    return subscription;
  }

  @Override
  public <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    SharedSubscription<N> reference = space.acquire(family);
    try {
      refuseUndeclared(reference.notifier());
    } catch (ContractException e) {
      reference.close();
      throw e;
    }
    listed.removeIf(each -> !each.live());
    if (!listed.contains(reference.subscription())) {
      listed.add(reference.subscription());
    }
    shared.add(reference);
    return reference;
  }

  private void refuseUndeclared(Object notifier) {
    if (notifiers.stream().noneMatch(declared -> declared == notifier.getClass())) {
      throw new ContractException(
          Rule.R6_10,
          driver()
              + " subscribes "
              + notifier.getClass().getName()
              + ", which @DriverInfo does not list in notifiers");
    }
  }

  @Override
  public SpinLock spinLock(String name) {
    return ports.spinLock(named(name));
  }

  @Override
  public Mutex mutex(String name) {
    return ports.mutex(named(name));
  }

  @Override
  public WaitQueue waitQueue(String name) {
    return ports.waitQueue(named(name));
  }

  @Override
  public Worker worker(String name) {
    CoreWorker worker = ports.worker(named(name), thrown -> failed("worker " + name, thrown));
    workers.add(worker);
    return worker;
  }

  private String named(String name) {
    return driver() + "." + name;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public String option(String name, String otherwise) {
    asked.add(name);
    return options.getOrDefault(name, otherwise);
  }

  /** What was set for this driver, by option. */
  Map<String, String> options() {
    return options;
  }

  /** What was set for this driver and it has not asked for, and what it did ask for; or nothing. */
  Optional<String> unknownOptions() {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(asked);
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(full(unknown) + "; it has " + full(new TreeSet<>(asked)));
  }

  private List<String> full(Set<String> names) {
    return names.stream().map(each -> driver() + "." + each).toList();
  }

  /** Runs driver code whose failure must not stop the engine. */
  void isolated(String what, Runnable driverCode) {
    try {
      driverCode.run();
    } catch (Throwable thrown) {
      failed(what, thrown);
    }
  }

  private void failed(String what, Throwable thrown) {
    violations.record(Rule.R1_8, driver(), space.name(), what, "threw " + thrown, thrown);
  }

  void closeSubscriptions() {
    shared.forEach(SharedSubscription::close);
    listed.forEach(Subscription::close);
    intervals.forEach(IntervalSubscription::close);
  }

  void close() {
    closeSubscriptions();
    workers.forEach(CoreWorker::close);
  }
}

package mm.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import mm.api.AddressSpace;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.api.Rule;
import mm.api.Violation;
import mm.api.WaitGraph;
import mm.core.port.CorePorts;
import mm.core.registry.DriverTable;
import mm.spi.PageSource;

/** The composition root: one engine, independent of all others. */
public final class Core implements NotifierCore {
  private final CoreOptions options;
  private final Violations violations = new Violations();
  private final Violations hints = new Violations();
  private final Callbacks callbacks;
  private final SectionRegistry sections = new SectionRegistry();
  private final DeferredFrees frees = new DeferredFrees(violations);
  private final List<CoreSpace> spaces = new CopyOnWriteArrayList<>();
  private final AtomicLong spaceIds = new AtomicLong();
  private final WaitChecks waits;
  private final WaitSurvey survey;
  private final DriverTable drivers;
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile Thread watchdog;
  private volatile boolean closed;

  /**
   * Makes an engine.
   *
   * @param options what to check and allow
   */
  public Core(CoreOptions options) {
    this(options, Reactions.executor());
  }

  Core(CoreOptions options, Executor reactions) {
    this.options = options;
    callbacks = new Callbacks(violations, hints, options);
    waits = new WaitChecks(options, this);
    survey = new WaitSurvey(waits.board(), options.waitLimitNanos());
    drivers = new DriverTable(options, new CorePorts(waits), violations, reactions);
    violations.tell(drivers::broke);
    drivers.refuseSwapsBy(what -> spaces.forEach(space -> space.refuseInside(what)));
  }

  @Override
  public AddressSpace createSpace(String name, PageSource pages) {
    watch();
    CoreSpace space = new CoreSpace(this, spaceIds.incrementAndGet(), name, pages);
    spaces.add(space);
    return space;
  }

  private void watch() {
    boolean timed =
        Math.min(options.sectionLimitNanos(), options.waitLimitNanos()) < Long.MAX_VALUE;
    boolean guarded = options.guards() == CoreOptions.Guards.ON;
    if (guarded && timed && watched.compareAndSet(false, true)) {
      watchdog = new SectionWatchdog(this, options.sectionLimitNanos()).start();
    }
  }

  @Override
  public List<AddressSpace> spaces() {
    return List.copyOf(spaces);
  }

  @Override
  public DriverTable drivers() {
    return drivers;
  }

  @Override
  public Observation observe(CallbackObserver observer) {
    Observation observation = callbacks.observe(observer);
    lookForObservers();
    return () -> {
      observation.close();
      lookForObservers();
    };
  }

  /** A space that is made meanwhile looks when somebody subscribes. */
  private void lookForObservers() {
    spaces.forEach(CoreSpace::lookForObservers);
  }

  @Override
  public List<Violation> violations() {
    return violations.list();
  }

  @Override
  public List<Violation> hints() {
    return hints.list();
  }

  @Override
  public WaitGraph waitGraph() {
    return survey.graph(System.nanoTime());
  }

  @Override
  public void awaitFrees() {
    ThreadSections thread = sections.current();
    if (thread.inCallback() || frees.runsHere()) {
      throw new ContractException(Rule.R2_8, "awaitFrees from inside a callback");
    }
    if (thread.hasOpen()) {
      throw new ContractException(Rule.R2_8, "awaitFrees inside one's own section");
    }
    frees.await();
  }

  /** Drivers go first: who is told of nothing any more must hold nothing any more (R1.4). */
  @Override
  public void close() {
    spaces.forEach(space -> space.refuseInside("close of the engine"));
    closed = true;
    drivers.close();
    spaces.forEach(CoreSpace::release);
    LockSupport.unpark(watchdog); // its code is of this bundle
  }

  /** The same as {@link #spaces}, for the engine itself. */
  List<CoreSpace> liveSpaces() {
    return spaces;
  }

  void forget(CoreSpace space) {
    spaces.remove(space);
  }

  CoreOptions options() {
    return options;
  }

  boolean closed() {
    return closed;
  }

  WaitSurvey survey() {
    return survey;
  }

  WaitChecks waits() {
    return waits;
  }

  DeferredFrees frees() {
    return frees;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  Violations violationLog() {
    return violations;
  }

  SectionRegistry sections() {
    return sections;
  }
}

package mm.lab;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressSpace;
import mm.api.AdmittedDrivers;
import mm.api.CallbackObserver;
import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.api.Observation;
import mm.api.Violation;
import mm.lab.rules.RuleSet;
import mm.spi.PageSource;

/**
 * The reference dispatcher: an engine that keeps one generation of the rule, slow and obvious. In
 * {@link Generation#PAIRED} it does what the engine does, and is what the engine is compared with.
 *
 * <p>It does not look for waits ({@link #hints()} is always empty, ports are not guarded).
 */
public final class ReferenceCore implements Dispatcher {
  private final RuleSet rules;
  private final CoreOptions options;
  private final Calls calls;
  private final LabDrivers drivers;
  private final List<LabSpace> spaces = new CopyOnWriteArrayList<>();
  private final AtomicLong spaceIds = new AtomicLong();
  private final AtomicLong stamps = new AtomicLong();
  private final Executor frees;

  /**
   * Makes a dispatcher.
   *
   * @param generation which rule it keeps
   */
  public ReferenceCore(Generation generation) {
    this(generation.rules(), CoreOptions.defaults());
  }

  /**
   * Makes a dispatcher.
   *
   * @param rules what it keeps
   * @param options what to allow; guards are ignored
   */
  public ReferenceCore(RuleSet rules, CoreOptions options) {
    this(rules, options, ownThread());
  }

  /**
   * Makes a dispatcher.
   *
   * @param rules what it keeps
   * @param options what to allow; guards are ignored
   * @param frees frees shared notifiers, which waits for open sections; an executor service is shut
   *     down by {@link #close}
   */
  public ReferenceCore(RuleSet rules, CoreOptions options, Executor frees) {
    this.rules = rules;
    this.frees = frees;
    this.calls = new Calls(rules);
    this.options = options;
    this.drivers = new LabDrivers(calls, options);
  }

  private static Executor ownThread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "mm-lab-frees");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * The rule.
   *
   * @return as given
   */
  public RuleSet rules() {
    return rules;
  }

  CoreOptions options() {
    return options;
  }

  Calls calls() {
    return calls;
  }

  long nextStamp() {
    return stamps.incrementAndGet();
  }

  void forget(LabSpace space) {
    spaces.remove(space);
    drivers.detachFrom(space);
  }

  void freeLater(LabShared<?> given) {
    frees.execute(() -> calls.thread().freeing(given::free));
  }

  /**
   * Whether an epoch of a space is open, so that closing an interval subscription would wait.
   *
   * @param space one of its own
   * @return whether the sequence is odd
   */
  public boolean epochOpen(AddressSpace space) {
    return ((LabSpace) space).epochOpen();
  }

  @Override
  public AddressSpace createSpace(String name, PageSource pages) {
    LabSpace space = new LabSpace(this, spaceIds.incrementAndGet(), name, pages);
    spaces.add(space);
    return space;
  }

  @Override
  public List<AddressSpace> spaces() {
    return List.copyOf(spaces);
  }

  @Override
  public AdmittedDrivers drivers() {
    return drivers;
  }

  @Override
  public Observation observe(CallbackObserver observer) {
    return calls.observe(observer);
  }

  @Override
  public List<Violation> violations() {
    return calls.violations();
  }

  @Override
  public List<Violation> hints() {
    return List.of();
  }

  @Override
  public void awaitFrees() {
    calls.thread().refuseToAwaitFrees();
    CompletableFuture.runAsync(() -> {}, frees).join();
  }

  @Override
  public void close() {
    spaces.forEach(LabSpace::release);
    drivers.close();
    if (frees instanceof ExecutorService service) {
      service.shutdown();
    }
  }
}

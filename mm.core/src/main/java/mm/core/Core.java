package mm.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import mm.api.AddressSpace;
import mm.api.CallbackObserver;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.NotifierCore;
import mm.api.Observation;
import mm.api.Rule;
import mm.api.Violation;
import mm.core.port.CorePorts;
import mm.core.registry.DriverTable;
import mm.spi.PageSource;

/** The composition root: one engine, independent of all others. */
public final class Core implements NotifierCore {
  private final CoreOptions options;
  private final Violations violations = new Violations();
  private final Callbacks callbacks = new Callbacks(violations);
  private final SectionRegistry sections = new SectionRegistry();
  private final DeferredFrees frees = new DeferredFrees(violations);
  private final List<CoreSpace> spaces = new CopyOnWriteArrayList<>();
  private final AtomicLong spaceIds = new AtomicLong();
  private final DriverTable drivers;

  /**
   * Makes an engine.
   *
   * @param options what to check and allow
   */
  public Core(CoreOptions options) {
    this.options = options;
    drivers = new DriverTable(options, new CorePorts(new WaitChecks(options, this)), violations);
  }

  @Override
  public AddressSpace createSpace(String name, PageSource pages) {
    CoreSpace space = new CoreSpace(this, spaceIds.incrementAndGet(), name, pages);
    spaces.add(space);
    return space;
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
    return callbacks.observe(observer);
  }

  @Override
  public List<Violation> violations() {
    return violations.list();
  }

  @Override
  public void awaitFrees() {
    ThreadSections thread = sections.current();
    if (thread.inCallback()) {
      throw new ContractException(Rule.R2_8, "awaitFrees from inside a callback");
    }
    frees.await();
  }

  @Override
  public void close() {
    for (CoreSpace space : spaces) {
      space.release();
    }
    drivers.close();
  }

  void forget(CoreSpace space) {
    spaces.remove(space);
  }

  CoreOptions options() {
    return options;
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

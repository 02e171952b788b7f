package drivers.gru;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.Transfer;
import mm.spi.TranslationVisitor;
import mm.spi.WaitQueue;

/** The coprocessor as its user sees it: instructions that touch memory, and faults on the way. */
final class GruDevice implements DataDevice {
  /** How long a fault sleeps at most, all its attempts together. The kernel has no bound. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How often a fault is repeated. */
  static final int ATTEMPTS = 16;

  private final GruMm mm;
  private final GruContexts contexts;
  private final WaitQueue faults;
  private final DriverContext context;
  private final PageSource pages;
  private final BooleanSupplier served;

  GruDevice(GruMm mm, GruContexts contexts, WaitQueue faults, DriverContext context) {
    this.mm = mm;
    this.contexts = contexts;
    this.faults = faults;
    this.context = context;
    pages = context.pages();
    served = mm::servesFaults;
  }

  /** Where a program opens and closes contexts; one is open from the beginning. */
  GruContexts contexts() {
    return contexts;
  }

  /** {@inheritDoc} Without an open context nothing is accessed. */
  @Override
  public AccessOutcome access(long address, Access access, Transfer transfer) {
    return mm.touch(address, access, transfer)
        ? AccessOutcome.HIT
        : fault(address, access, transfer);
  }

  private AccessOutcome fault(long address, Access access, Transfer transfer) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    for (int i = 0; i < ATTEMPTS && outcome == AccessOutcome.BUSY; i++) {
      if (!faults.await(served, Math.max(0, deadline - context.nanoTime()))) {
        return AccessOutcome.BUSY;
      }
      long purges = mm.purges();
      if (purges == GruMm.FROZEN || purges == GruMm.NO_CONTEXT) {
        return purges == GruMm.FROZEN ? AccessOutcome.DETACHED : AccessOutcome.REFUSED;
      }
      Page page = translate(address, access);
      if (!page.isPresent()) {
        return page.failure();
      }
      outcome = mm.dropIn(address, page, purges, transfer);
    }
    return outcome;
  }

  /** Walks the CPU's tables first, and only faults if there is nothing to be found. */
  private Page translate(long address, Access access) {
    Page page = pages.snapshot(address);
    boolean usable = page.isPresent() && page.rights().allows(access);
    return usable ? page : pages.fault(address, access);
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    mm.copy(range).forEach(each -> visitor.visit(each.address(), each.frame(), each.rights()));
  }

  @Override
  public DeviceCounters counters() {
    return mm.counters();
  }

  @Override
  public void quiesce() {
    mm.freeze();
    faults.wakeAll();
  }

  /** {@inheritDoc} Closes the contexts that are open still. */
  @Override
  public void detach() {
    quiesce();
    while (contexts.count() != 0) {
      contexts.close();
    }
  }
}

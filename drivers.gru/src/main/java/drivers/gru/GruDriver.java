package drivers.gru;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.WaitQueue;

/**
 * Drives the GRU contexts of an address space, which share one notifier.
 *
 * <p>It declares that it never blocks: its callbacks take a spin lock and wake others. Those who
 * sleep are the faults.
 */
@DriverInfo(
    id = "gru",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "SGI GRU, a coprocessor with its own TLB and no page table walker",
    notifiers = GruTlbPurge.class)
public final class GruDriver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public GruDriver() {}

  @Override
  public Device attach(DriverContext context) {
    GruMm mm = new GruMm(context.spinLock("gru asid_lock"));
    WaitQueue faults = context.waitQueue("gru faults");
    GruContexts contexts = new GruContexts(context, mm, new GruFamily(mm, faults));
    contexts.open();
    return new GruDevice(mm, contexts, faults, context);
  }
}

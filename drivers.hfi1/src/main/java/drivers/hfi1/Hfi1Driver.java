package drivers.hfi1;

import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/**
 * Opens one context of the adapter per address space.
 *
 * <p>It declares that it never blocks and never declines: pages are pinned, so that all that needs
 * time can be left to workers.
 */
@DriverInfo(
    id = "hfi1",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = {"list", "interval"},
    callbacks = {"release", "try-start", "invalidate"},
    pages = "pinned",
    hardware = "Omni-Path host fabric interface, as driven by hfi1 of Linux 6.2",
    notifiers = {SdmaNotifier.class, TidEntry.class, Cover.class})
public final class Hfi1Driver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public Hfi1Driver() {}

  @Override
  public Device attach(DriverContext context) {
    SdmaCache cache = new SdmaCache(context);
    RcvArray array = new RcvArray(context);
    context.subscribe(new SdmaNotifier(cache, array));
    return new Hfi1Device(context, cache, array);
  }
}

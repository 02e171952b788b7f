package drivers.hmm;

import mm.api.AddressRange;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;

/** Attaches one mirror; each attachment is a device of its own, with its own migration owner. */
@DriverInfo(
    id = "hmm",
    version = "1.0.0",
    blocking = "when-allowed",
    failure = "when-forbidden",
    allocation = "may",
    subscription = "interval",
    callbacks = "invalidate",
    pages = "unpinned",
    hardware = "none: a test device that mirrors an address space, as test_hmm of Linux 5.15 does",
    notifiers = {MirrorNotifier.class, SnapshotNotifier.class})
public final class HmmDriver implements NotifierDriver {
  /** Makes the driver; it has no state of its own. */
  public HmmDriver() {}

  @Override
  public Device attach(DriverContext context) {
    Mirror mirror = new Mirror(context.mutex("hmm mirror"), context.space().name());
    return new HmmDevice(
        mirror, context, context.subscribe(0, AddressRange.TOP, new MirrorNotifier(mirror)));
  }
}

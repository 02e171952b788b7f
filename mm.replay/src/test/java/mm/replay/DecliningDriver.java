package mm.replay;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;

/** Holds nothing, and declines every second range that it may not wait for, as in seed 003. */
@DriverInfo(
    id = "declining",
    version = "1.0.0",
    blocking = "when-allowed",
    failure = "when-forbidden",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "try-start"},
    pages = "unpinned",
    hardware = "none",
    notifiers = DecliningDriver.Attached.class)
public final class DecliningDriver implements NotifierDriver {
  /** For the loader. */
  public DecliningDriver() {}

  @Override
  public Device attach(DriverContext context) {
    Attached attached = new Attached();
    context.subscribe(attached);
    return attached;
  }

  /** One attachment: notifier and device at once. */
  static final class Attached extends EmptyDevice implements DecliningNotifier {
    private int asked;

    @Override
    public synchronized Answer tryStart(InvalidationRange range) {
      boolean declines = range.blocking() == Blocking.FORBIDDEN && ++asked % 2 == 0;
      return declines ? Answer.WOULD_BLOCK : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }
}

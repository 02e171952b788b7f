package mm.replay;

import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.TranslationVisitor;

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
  static final class Attached implements DecliningNotifier, Device {
    private int asked;

    @Override
    public synchronized Answer tryStart(InvalidationRange range) {
      boolean declines = range.blocking() == Blocking.FORBIDDEN && ++asked % 2 == 0;
      return declines ? Answer.WOULD_BLOCK : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}

    @Override
    public AccessOutcome access(long address, Access access) {
      return AccessOutcome.REFUSED;
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {}

    @Override
    public DeviceCounters counters() {
      return new DeviceCounters(0, 0, 0, 0, 0, 0);
    }

    @Override
    public void quiesce() {}

    @Override
    public void detach() {}
  }
}

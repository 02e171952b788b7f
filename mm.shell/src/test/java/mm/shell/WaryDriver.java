package mm.shell;

import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.api.Subscription;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.TranslationVisitor;

/** Holds one page at most, and gives it up only where it might wait for the device. */
@DriverInfo(
    id = "wary",
    version = "1.0.0",
    blocking = "when-allowed",
    failure = "when-forbidden",
    allocation = "may",
    subscription = "list",
    callbacks = {"release", "try-start"},
    pages = "unpinned",
    hardware = "none",
    notifiers = WaryDriver.Wary.class)
public final class WaryDriver implements NotifierDriver {
  volatile DriverContext context;

  /** What its next callback throws. */
  volatile RuntimeException trouble;

  /** For the engine. */
  public WaryDriver() {}

  @Override
  public Device attach(DriverContext given) {
    context = given;
    return new Wary(context, this);
  }

  static final class Wary implements Device, DecliningNotifier {
    private final DriverContext context;
    private final WaryDriver driver;
    private final Subscription subscription;
    private volatile Page held = Page.HOLE;
    private volatile long address;
    private volatile long made;

    Wary(DriverContext context, WaryDriver driver) {
      this.context = context;
      this.driver = driver;
      subscription = context.subscribe(this);
    }

    @Override
    public Answer tryStart(InvalidationRange range) {
      if (driver.trouble != null) {
        throw driver.trouble;
      }
      if (held.isPresent() && range.blocking() == Blocking.FORBIDDEN) {
        return Answer.WOULD_BLOCK;
      }
      held = Page.HOLE;
      return Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {
      held = Page.HOLE;
    }

    @Override
    public AccessOutcome access(long wanted, Access access) {
      address = wanted;
      held = context.pages().fault(wanted, access);
      made = 1;
      return held.isPresent() ? AccessOutcome.MADE : AccessOutcome.REFUSED;
    }

    @Override
    public void translations(AddressRange range, TranslationVisitor visitor) {
      if (held.isPresent() && range.contains(address)) {
        visitor.visit(address, held.frame(), held.rights());
      }
    }

    @Override
    public DeviceCounters counters() {
      return new DeviceCounters(held.isPresent() ? 1 : 0, made, 0, 0, 0, 0);
    }

    @Override
    public void quiesce() {}

    @Override
    public void detach() {
      subscription.close();
      held = Page.HOLE;
    }
  }
}

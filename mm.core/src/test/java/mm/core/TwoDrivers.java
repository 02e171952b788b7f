package mm.core;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.api.Subscription;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/**
 * Two drivers that share a buffer, as i915 and gntdev did (incident "two notifiers wait on each
 * other"): the start of each does what a test says.
 */
public final class TwoDrivers {
  private TwoDrivers() {}

  /** What both are: a driver with a start of one's choice. */
  public abstract static class Sharing implements NotifierDriver {
    volatile DriverContext context;
    volatile Subscription subscription;
    volatile Runnable onStart = () -> {};

    @Override
    public final Device attach(DriverContext given) {
      context = given;
      subscription = context.subscribe(new Told(this));
      return new EmptyDevice();
    }
  }

  static final class Told implements PairedNotifier {
    private final Sharing driver;

    Told(Sharing driver) {
      this.driver = driver;
    }

    @Override
    public void start(InvalidationRange range) {
      driver.onStart.run();
    }

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }

  @DriverInfo(
      id = "i915",
      version = "1.0.0",
      blocking = "when-allowed",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Told.class)
  public static final class Graphics extends Sharing {}

  @DriverInfo(
      id = "gntdev",
      version = "1.0.0",
      blocking = "when-allowed",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Told.class)
  public static final class Grants extends Sharing {}
}

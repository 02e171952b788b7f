package mm.tck.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;
import mm.spi.TranslationVisitor;

/** Drivers that go wrong before they are of any use. */
final class BrokenDrivers {
  private BrokenDrivers() {}

  private static void sleep() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
    }
  }

  /** Is told everything and does nothing. */
  public static final class Deaf implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {}

    @Override
    public void end(InvalidationRange range) {}

    @Override
    public void release(AddressSpace space) {}
  }

  /** Refuses every access. */
  static class Idle implements Device {
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

  /** Its constructor throws. */
  @DriverInfo(
      id = "broken",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Deaf.class)
  public static final class ThrowsWhenMade implements NotifierDriver {
    /** Throws. */
    public ThrowsWhenMade() {
      throw new IllegalStateException("no such card");
    }

    @Override
    public Device attach(DriverContext context) {
      return new Idle();
    }
  }

  /** Its static initialiser never ends. */
  @DriverInfo(
      id = "broken",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Deaf.class)
  public static final class HangsWhenMade implements NotifierDriver {
    /** Hangs. */
    public HangsWhenMade() {
      sleep();
    }

    @Override
    public Device attach(DriverContext context) {
      return new Idle();
    }
  }

  /** Never attaches. */
  @DriverInfo(
      id = "broken",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Deaf.class)
  public static final class HangsInAttach implements NotifierDriver {
    /** Makes it. */
    public HangsInAttach() {}

    @Override
    public Device attach(DriverContext context) {
      sleep();
      return new Idle();
    }
  }

  /** Never detaches. */
  @DriverInfo(
      id = "broken",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Deaf.class)
  public static final class HangsInDetach implements NotifierDriver {
    /** Makes it. */
    public HangsInDetach() {}

    @Override
    public Device attach(DriverContext context) {
      context.subscribe(new Deaf());
      return new Idle() {
        @Override
        public void detach() {
          sleep();
        }
      };
    }
  }

  /** Needs a class that the bundle does not have. */
  @DriverInfo(
      id = "broken",
      version = "1.0.0",
      blocking = "never",
      failure = "never",
      allocation = "never",
      subscription = "list",
      callbacks = {"release", "start", "end"},
      pages = "unpinned",
      hardware = "none",
      notifiers = Deaf.class)
  public static final class NeedsAnother extends Missing {
    /** Makes it. */
    public NeedsAnother() {}
  }

  /** Is left out of the bundle. */
  public abstract static class Missing implements NotifierDriver {
    @Override
    public Device attach(DriverContext context) {
      return new Idle();
    }
  }
}

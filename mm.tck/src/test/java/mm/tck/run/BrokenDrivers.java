package mm.tck.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.NotifierDriver;

/** Drivers that cannot be made; what they declare is never read. */
final class BrokenDrivers {
  private BrokenDrivers() {}

  /** Its constructor throws. */
  public static final class ThrowsWhenMade extends Missing {
    /** Throws. */
    public ThrowsWhenMade() {
      throw new IllegalStateException("no such card");
    }
  }

  /** Its static initialiser throws. */
  public static final class ThrowsWhenLoaded extends Missing {
    private static final int CARD = Integer.parseInt("no such card");

    /** Makes it. */
    public ThrowsWhenLoaded() {}

    @Override
    public String toString() {
      return "card " + CARD;
    }
  }

  /** Its constructor never ends. */
  public static final class HangsWhenMade extends Missing {
    /** Hangs. */
    public HangsWhenMade() {
      while (!Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
      }
    }
  }

  /** Needs a class that the bundle does not have. */
  public static final class NeedsAnother extends Missing {
    /** Makes it. */
    public NeedsAnother() {}
  }

  /** Left out of the bundle for the last one. */
  public abstract static class Missing implements NotifierDriver {
    @Override
    public Device attach(DriverContext context) {
      throw new IllegalStateException("never made");
    }
  }
}

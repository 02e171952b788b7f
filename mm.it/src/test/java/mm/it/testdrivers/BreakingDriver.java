package mm.it.testdrivers;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.EmptyDevice;
import mm.spi.Mutex;
import mm.spi.NotifierDriver;
import mm.spi.PairedNotifier;

/** Declares that it never waits, and waits when it is told to. */
@DriverInfo(
    id = "breaking",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "list",
    callbacks = {"release", "start", "end"},
    pages = "unpinned",
    hardware = "none",
    notifiers = BreakingDriver.Listener.class)
public final class BreakingDriver implements NotifierDriver {
  /** Whether it waits; set by the test, which loads this class through the bundle. */
  public static final AtomicBoolean WAITS = new AtomicBoolean();

  /** Starts it was told of. */
  public static final AtomicInteger STARTS = new AtomicInteger();

  /** Ends it was told of. */
  public static final AtomicInteger ENDS = new AtomicInteger();

  /** For the engine. */
  public BreakingDriver() {}

  @Override
  public Device attach(DriverContext context) {
    context.subscribe(new Listener(context.mutex("table")));
    return new Ready();
  }

  /** Counts, and waits for its mutex where it has promised not to. */
  static final class Listener implements PairedNotifier {
    private final Mutex table;

    Listener(Mutex table) {
      this.table = table;
    }

    @Override
    public void start(InvalidationRange range) {
      STARTS.incrementAndGet();
      if (WAITS.get()) {
        table.lock();
        table.unlock();
      }
    }

    @Override
    public void end(InvalidationRange range) {
      ENDS.incrementAndGet();
    }

    @Override
    public void release(AddressSpace space) {}
  }

  /** Answers until it is detached. */
  private static final class Ready extends EmptyDevice {
    private volatile boolean detached;

    @Override
    public AccessOutcome access(long address, Access access) {
      return detached ? AccessOutcome.DETACHED : AccessOutcome.REFUSED;
    }

    @Override
    public void detach() {
      detached = true;
    }
  }
}

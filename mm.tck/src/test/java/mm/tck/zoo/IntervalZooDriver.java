package mm.tck.zoo;

import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.DriverContext;
import mm.spi.DriverInfo;
import mm.spi.IntervalNotifier;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.spi.SpinLock;

/** A right driver with one interval over everything, unless it is given a flaw. */
@DriverInfo(
    id = "zoo-interval",
    version = "1.0.0",
    blocking = "never",
    failure = "never",
    allocation = "never",
    subscription = "interval",
    callbacks = "invalidate",
    pages = "unpinned",
    hardware = "none",
    notifiers = IntervalZooDriver.Told.class)
public final class IntervalZooDriver implements NotifierDriver {
  private final IntervalFlaw flaw;

  /** Makes a right one. */
  public IntervalZooDriver() {
    this(IntervalFlaw.NONE);
  }

  IntervalZooDriver(IntervalFlaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Device attach(DriverContext context) {
    Model model = new Model(flaw, context);
    model.interval = context.subscribe(0, AddressRange.TOP, new Told(model));
    return model;
  }

  /** What the device is told. */
  static final class Told implements IntervalNotifier {
    private final Model model;

    Told(Model model) {
      this.model = model;
    }

    @Override
    public Answer invalidate(
        IntervalSubscription subscription, InvalidationRange range, long sequence) {
      model.invalidate(subscription, range, sequence);
      return Answer.DONE;
    }
  }

  /** A table under a spin lock, and the collision-retry protocol. */
  private static final class Model extends ZooDevice {
    private final IntervalFlaw flaw;
    private final SpinLock lock;
    private volatile IntervalSubscription interval;

    Model(IntervalFlaw flaw, DriverContext context) {
      super(context);
      this.flaw = flaw;
      lock = context.spinLock("table");
    }

    @Override
    void lock() {
      lock.lock();
    }

    @Override
    void unlock() {
      lock.unlock();
    }

    void invalidate(IntervalSubscription subscription, InvalidationRange range, long sequence) {
      lock();
      try {
        subscription.setSequence(sequence);
        if (!keeps(range)) {
          boolean one = flaw == IntervalFlaw.DROPS_FIRST_PAGE;
          drop(range.start(), one ? range.start() + AddressRange.PAGE_SIZE : range.end());
        }
      } finally {
        unlock();
      }
    }

    private boolean keeps(InvalidationRange range) {
      return switch (flaw) {
        case KEEPS_SOFT_DIRTY -> range.event() == InvalidationEvent.SOFT_DIRTY;
        case TAKES_ANY_OWNER_FOR_ITS_OWN -> range.event() == InvalidationEvent.MIGRATE;
        case TAKES_NOBODY_FOR_ITSELF ->
            range.event() == InvalidationEvent.MIGRATE && range.owner() == MigrationOwner.NONE;
        case KEEPS_AT_RELEASE -> range.event() == InvalidationEvent.RELEASE;
        default -> false;
      };
    }

    @Override
    public AccessOutcome access(long address, Access access) {
      long page = address & -4096;
      lock();
      try {
        if (frozen) {
          return AccessOutcome.DETACHED;
        }
        if (table.containsKey(page)) {
          return AccessOutcome.HIT;
        }
      } finally {
        unlock();
      }
      return fault(page, access);
    }

    private AccessOutcome fault(long page, Access access) {
      Page early =
          flaw == IntervalFlaw.READS_FIRST ? context.pages().fault(page, access) : Page.HOLE;
      long sequence = readBegin();
      if (sequence == IntervalSubscription.TIMED_OUT) {
        return AccessOutcome.BUSY;
      }
      Page found = early.isPresent() ? early : context.pages().fault(page, access);
      if (!found.isPresent()) {
        return found.failure();
      }
      boolean checksFirst = flaw == IntervalFlaw.CHECKS_BEFORE_IT_LOCKS;
      if (checksFirst && interval.readRetry(sequence)) {
        return AccessOutcome.BUSY;
      }
      lock();
      try {
        boolean asks = !checksFirst && flaw != IntervalFlaw.NO_RETRY;
        return asks && interval.readRetry(sequence) ? AccessOutcome.BUSY : enter(page, found);
      } finally {
        unlock();
      }
    }

    private long readBegin() {
      boolean forEver = flaw == IntervalFlaw.WAITS_FOR_EVER;
      return interval.readBegin(TimeUnit.MILLISECONDS.toNanos(forEver ? 60_000 : 100));
    }
  }
}

package mm.tck.zoo;

import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.ContractException;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DriverContext;
import mm.spi.Mutex;
import mm.spi.Page;

/** A table under a mutex, and a subscription for each fault that tells whether it collided. */
final class DecliningModel extends ZooDevice {
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

  private final DecliningFlaw flaw;
  private final Mutex mutex;
  private int faults;

  DecliningModel(DecliningFlaw flaw, DriverContext context) {
    super(context);
    this.flaw = flaw;
    mutex = context.mutex("table");
  }

  @Override
  void lock() {
    mutex.lock();
  }

  @Override
  void unlock() {
    mutex.unlock();
  }

  Answer tryStart(InvalidationRange range) {
    boolean forbidden = range.blocking() == Blocking.FORBIDDEN;
    if (forbidden && flaw == DecliningFlaw.DECLINES_ALWAYS) {
      return Answer.WOULD_BLOCK;
    }
    if (forbidden && !locksWithoutWaiting()) {
      return Answer.WOULD_BLOCK;
    }
    if (!forbidden) {
      mutex.lock();
    }
    return forbidden && faults > 0 && flaw != DecliningFlaw.NEVER_DECLINES
        ? declineLocked()
        : dropLocked(range, forbidden);
  }

  private boolean locksWithoutWaiting() {
    if (flaw == DecliningFlaw.WAITS_WHEN_FORBIDDEN) {
      mutex.lock();
      return true;
    }
    boolean locked = mutex.tryLock();
    while (!locked && flaw == DecliningFlaw.NEVER_DECLINES) {
      Thread.onSpinWait();
      locked = mutex.tryLock();
    }
    return locked;
  }

  /** A fault is on its way, and it would have to be waited for. */
  private Answer declineLocked() {
    if (flaw != DecliningFlaw.KEEPS_LOCK_ON_DECLINE) {
      unlock();
    }
    return Answer.WOULD_BLOCK;
  }

  private Answer dropLocked(InvalidationRange range, boolean forbidden) {
    drop(range.start(), range.end() - (flaw == DecliningFlaw.KEEPS_LAST_PAGE ? 4096 : 0));
    unlock();
    return !forbidden && flaw == DecliningFlaw.DECLINES_WHEN_ALLOWED
        ? Answer.WOULD_BLOCK
        : Answer.DONE;
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -4096;
    lock();
    try {
      if (frozen || table.containsKey(page)) {
        return frozen ? AccessOutcome.DETACHED : AccessOutcome.HIT;
      }
      faults++;
    } finally {
      unlock();
    }
    try (IntervalSubscription fault =
        context.subscribe(page, page + AddressRange.PAGE_SIZE, new DecliningZooDriver.Window())) {
      return fault(fault, page, access);
    } catch (ContractException e) {
      return AccessOutcome.DETACHED; // the space was released meanwhile
    } finally {
      lock();
      faults--;
      unlock();
    }
  }

  private AccessOutcome fault(IntervalSubscription fault, long page, Access access) {
    long sequence = fault.readBegin(PATIENCE);
    if (sequence == IntervalSubscription.TIMED_OUT) {
      return AccessOutcome.BUSY;
    }
    Page found = context.pages().fault(page, access);
    if (!found.isPresent()) {
      return found.failure();
    }
    boolean early = flaw == DecliningFlaw.CHECKS_BEFORE_IT_LOCKS;
    if (early && fault.readRetry(sequence)) {
      return AccessOutcome.BUSY;
    }
    lock();
    try {
      return !early && fault.readRetry(sequence) ? AccessOutcome.BUSY : enter(page, found);
    } finally {
      unlock();
    }
  }
}

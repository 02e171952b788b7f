package %PACKAGE%;

import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.TranslationVisitor;

/**
 * The device: follows the collision-retry protocol of {@link IntervalSubscription}. No callback
 * waits; a fault waits for open sections, for a bounded time (R3.6).
 *
 * <p>BLANK: it listens to the whole space; a device with buffers subscribes one interval for each.
 */
final class %CLASS%Device implements Device {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final DriverContext context;
  private final SpinLock lock;
  private final Translations translations = new Translations();
  private volatile IntervalSubscription interval;
  private boolean gone;
  private long told;
  private long toldInVain;
  private long retries;

  %CLASS%Device(DriverContext context) {
    this.context = context;
    lock = context.spinLock("translations");
  }

  /** Called once, before the device is used. */
  void listen(IntervalSubscription subscription) {
    interval = subscription;
  }

  /** Nothing of the range is used from here on; faults under way are told by the sequence (R3.2). */
  void invalidate(IntervalSubscription subscription, long start, long end, long sequence) {
    lock.lock();
    try {
      subscription.setSequence(sequence);
      drop(start, end);
      // BLANK: tell the hardware, without waiting for it under a lock that it may not wait under.
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void drop(long start, long end) {
    told++;
    if (!translations.drop(start, end)) {
      toldInVain++;
    }
  }

  @Override
  public AccessOutcome access(long address, Access access) {
    long page = address & -AddressRange.PAGE_SIZE;
    lock.lock();
    try {
      if (gone || translations.allows(page, access)) {
        return gone ? AccessOutcome.DETACHED : AccessOutcome.HIT;
      }
    } finally {
      lock.unlock();
    }
    return AddressRange.WHOLE.contains(page) ? fault(page, access) : AccessOutcome.REFUSED;
  }

  private AccessOutcome fault(long page, Access access) {
    long deadline = context.nanoTime() + PATIENCE_NANOS;
    AccessOutcome outcome = AccessOutcome.BUSY;
    for (long left = PATIENCE_NANOS;
        outcome == AccessOutcome.BUSY && left > 0;
        left = deadline - context.nanoTime()) {
      outcome = attempt(page, access, left);
    }
    return outcome;
  }

  /** Looks the page up without the lock, since that may wait for a section to end (R1.9). */
  private AccessOutcome attempt(long page, Access access, long patienceNanos) {
    long sequence = interval.readBegin(patienceNanos);
    if (sequence == IntervalSubscription.TIMED_OUT) {
      return AccessOutcome.BUSY;
    }
    Page found = context.pages().fault(page, access);
    return found.isPresent() ? enter(page, found, sequence) : found.failure();
  }

  private AccessOutcome enter(long page, Page found, long sequence) {
    lock.lock();
    try {
      if (gone) {
        return AccessOutcome.DETACHED;
      }
      if (interval.readRetry(sequence)) {
        retries++;
        return AccessOutcome.BUSY;
      }
      translations.enter(page, found);
      // BLANK: program the hardware.
      return AccessOutcome.MADE;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void translations(AddressRange range, TranslationVisitor visitor) {
    lock.lock();
    try {
      translations.show(range, visitor);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public DeviceCounters counters() {
    lock.lock();
    try {
      return new DeviceCounters(
          translations.held(),
          translations.made(),
          translations.dropped(),
          told,
          toldInVain,
          retries);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void quiesce() {
    lock.lock();
    try {
      gone = true;
      translations.drop(0, AddressRange.TOP);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void detach() {
    // BLANK: what else has to be let go of: pins, queues, the hardware itself.
  }
}

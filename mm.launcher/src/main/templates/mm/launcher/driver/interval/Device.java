package %PACKAGE%;

import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.IntervalSubscription;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DriverContext;

/**
 * Follows the collision-retry protocol of {@link IntervalSubscription}. A fault waits for open
 * sections, for a bounded time (R3.6).
 *
 * <p>BLANK: it listens to the whole space; a device with buffers subscribes one interval for each.
 */
final class %CLASS%Device extends Translator {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(125);

  private volatile IntervalSubscription interval;

  %CLASS%Device(DriverContext context) {
    super(context);
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

  @Override
  AccessOutcome attempt(long page, Access access) {
    if (!AddressRange.WHOLE.contains(page)) {
      return AccessOutcome.REFUSED;
    }
    long sequence = interval.readBegin(PATIENCE_NANOS);
    return sequence == IntervalSubscription.TIMED_OUT
        ? AccessOutcome.BUSY
        : make(page, access, sequence);
  }

  @Override
  boolean isOld(long page, long seen) {
    return interval.readRetry(seen);
  }
}

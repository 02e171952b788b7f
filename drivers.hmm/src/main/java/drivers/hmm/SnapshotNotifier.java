package drivers.hmm;

import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.IntervalNotifier;

/** Tells a snapshot that what it saw has changed; there is nothing to drop. */
final class SnapshotNotifier implements IntervalNotifier {
  private final Mirror mirror;

  SnapshotNotifier(Mirror mirror) {
    this.mirror = mirror;
  }

  /** {@inheritDoc} Declines where waiting is forbidden and the mutex is held. */
  @Override
  public Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    if (range.blocking() == Blocking.ALLOWED) {
      mirror.lock();
    } else if (!mirror.tryLock()) {
      return Answer.WOULD_BLOCK;
    }
    try {
      subscription.setSequence(sequence);
    } finally {
      mirror.unlock();
    }
    return Answer.DONE;
  }
}

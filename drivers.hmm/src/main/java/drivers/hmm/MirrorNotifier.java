package drivers.hmm;

import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.IntervalNotifier;

/** What the device is told of the memory that it mirrors. */
final class MirrorNotifier implements IntervalNotifier {
  private final Mirror mirror;

  MirrorNotifier(Mirror mirror) {
    this.mirror = mirror;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Ignores what the device itself asked for, migrations and exclusive access: there the one who
   * asks changes the table. Declines where waiting is forbidden and the mutex is held.
   */
  @Override
  public Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    if (isOwn(range)) {
      return Answer.DONE;
    }
    if (range.blocking() == Blocking.ALLOWED) {
      mirror.lock();
    } else if (!mirror.tryLock()) {
      return Answer.WOULD_BLOCK;
    }
    try {
      subscription.setSequence(sequence);
      mirror.dropLocked(range);
    } finally {
      mirror.unlock();
    }
    return Answer.DONE;
  }

  private boolean isOwn(InvalidationRange range) {
    boolean owned =
        range.event() == InvalidationEvent.MIGRATE || range.event() == InvalidationEvent.EXCLUSIVE;
    return owned && range.owner() == mirror.owner();
  }
}

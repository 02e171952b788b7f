package drivers.hfi1;

import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.IntervalNotifier;
import mm.spi.SpinLock;

/**
 * Listens over a whole buffer while its pages are being pinned, before there is anything that could
 * listen for them. Invalidates nothing itself: it makes the set-up see that it collided.
 */
final class Cover implements IntervalNotifier {
  private final SpinLock lock;

  /**
   * A cover for set-ups that publish under a lock.
   *
   * @param lock which
   */
  Cover(SpinLock lock) {
    this.lock = lock;
  }

  @Override
  public Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    lock.lock();
    try {
      subscription.setSequence(sequence);
    } finally {
      lock.unlock();
    }
    return Answer.DONE;
  }
}

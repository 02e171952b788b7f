package drivers.i915;

import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.IntervalNotifier;

/** What an object is told of its memory in the interval era. */
final class ObjectNotifier implements IntervalNotifier {
  private final IntervalSpace space;
  private final IntervalObject object;

  ObjectNotifier(IntervalSpace space, IntervalObject object) {
    this.space = space;
    this.object = object;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Declines wherever waiting is forbidden, busy or not. Else it lets no submission through that
   * read the pages before, and waits until the GPU has finished with the object.
   */
  @Override
  public Answer invalidate(IntervalSubscription own, InvalidationRange range, long sequence) {
    if (range.blocking() == Blocking.FORBIDDEN) {
      space.declined();
      return Answer.WOULD_BLOCK;
    }
    space.invalidate(object, own, range, sequence);
    return Answer.DONE;
  }
}

package mm.bench.callback;

import java.util.List;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.IntervalNotifier;

/** An interval subscriber that does what the protocol demands and nothing else. */
public final class IntervalCallback implements IntervalNotifier {
  IntervalCallback() {}

  /**
   * Subscribers of as many classes.
   *
   * @param count how many
   * @return a new list
   */
  public static List<IntervalNotifier> distinct(int count) {
    return Copies.of(IntervalCallback.class, IntervalNotifier.class, count);
  }

  @Override
  public Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    subscription.setSequence(sequence);
    return Answer.DONE;
  }
}

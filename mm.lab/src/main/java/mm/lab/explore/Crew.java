package mm.lab.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads of an explorer: a run has one for each of its logical threads, the next run has the
 * same ones. Never two logical threads of a run on one: who dispatches may tell threads apart.
 */
final class Crew implements AutoCloseable {
  private final List<Hand> hands = new ArrayList<>();

  /** Called with the turn, or between runs. */
  Hand hand(int number) {
    while (hands.size() <= number) {
      Hand hand = new Hand();
      hand.start();
      hands.add(hand);
    }
    return hands.get(number);
  }

  @Override
  public void close() {
    hands.forEach(Hand::dismiss);
  }
}

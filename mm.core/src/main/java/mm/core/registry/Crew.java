package mm.core.registry;

import java.util.List;

/**
 * Who is in a place: one driver, or during a swap two, both subscribed, of which one serves.
 * Immutable; the turn decides.
 *
 * @param first the driver
 * @param second its successor, or null
 * @param turn whose turn it is; null without a successor
 */
record Crew(Placement first, Placement second, Turn turn) {
  static Crew of(Placement one) {
    return new Crew(one, null, null);
  }

  boolean doubled() {
    return second != null;
  }

  Placement serving() {
    return doubled() && turn.successor() ? second : first;
  }

  List<Placement> all() {
    return doubled() ? List.of(first, second) : List.of(first);
  }
}

package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import mm.api.Blocking;
import mm.api.Dispatcher;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Callback;

/** Every callback that an engine makes, of whatever kind, with its answer: to compare engines. */
final class Dispatches {
  /** One callback. */
  private record Dispatch(
      String subscriber,
      Callback callback,
      long start,
      long end,
      InvalidationEvent event,
      Blocking blocking,
      Answer answer) {
    static Dispatch of(
        String subscriber, Callback callback, InvalidationRange range, Answer answer) {
      return range == null
          ? new Dispatch(subscriber, callback, 0, 0, null, null, answer)
          : new Dispatch(
              subscriber,
              callback,
              range.start(),
              range.end(),
              range.event(),
              range.blocking(),
              answer);
    }
  }

  private final List<Dispatch> made = new ArrayList<>();

  /** The callbacks of an engine from now on. */
  static Dispatches of(Dispatcher core) {
    Dispatches all = new Dispatches();
    core.observe(
        (subscriber, callback, range, answer, nanos) ->
            all.made.add(Dispatch.of(subscriber, callback, range, answer)));
    return all;
  }

  void forget() {
    made.clear();
  }

  /** The first place where another engine did something else; null when there is none. */
  String difference(Dispatches other) {
    for (int i = 0; i < Math.max(made.size(), other.made.size()); i++) {
      Dispatch here = i < made.size() ? made.get(i) : null;
      Dispatch there = i < other.made.size() ? other.made.get(i) : null;
      if (here == null || !here.equals(there)) {
        return "callback " + i + ": " + text(here) + ", reference: " + text(there);
      }
    }
    return null;
  }

  private static String text(Dispatch dispatch) {
    return dispatch == null ? "none" : dispatch.toString();
  }
}

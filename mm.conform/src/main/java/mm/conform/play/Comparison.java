package mm.conform.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mm.conform.script.Callback;
import mm.conform.script.Expected;
import mm.conform.script.Regions;

/** Compares the callbacks recorded for a step, or for a whole case, with those delivered. */
final class Comparison {
  /** Callbacks shown before the first difference, and from it on. */
  private static final int BEFORE = 5;

  private static final int AFTER = 20;

  private final String place;
  private final List<Expected> expected;
  private final List<Callback> actual;
  private final Regions regions;
  private HintTally hints = HintTally.NONE;

  Comparison(String place, List<Expected> expected, List<Callback> actual, Regions regions) {
    this.place = place;
    this.expected = expected;
    this.actual = actual;
    this.regions = regions;
  }

  /** The first difference. Series are not written out, so a long one costs nothing. */
  Optional<Miss> run() {
    int at = 0;
    for (Expected record : expected) {
      for (long i = 0; i < record.count(); i++, at++) {
        Callback wanted = record.callback(i);
        if (at >= actual.size()) {
          return Optional.of(miss("missing " + text(wanted), at));
        }
        if (!wanted.matches(actual.get(at))) {
          return Optional.of(miss(text(actual.get(at)) + " instead of " + text(wanted), at));
        }
        hints = hints.plus(HintTally.of(wanted.hints(), actual.get(at).hints()));
      }
    }
    return at < actual.size()
        ? Optional.of(miss("unexpected " + text(actual.get(at)), at))
        : Optional.empty();
  }

  HintTally hints() {
    return hints;
  }

  /** What to show when something else than a callback differs. */
  Miss miss(String problem) {
    return new Miss(place, problem, wanted(0), delivered(0), 0);
  }

  private Miss miss(String difference, int at) {
    int from = Math.max(0, at - BEFORE);
    String problem = "callback " + at + ": " + difference;
    return new Miss(place, problem, wanted(from), delivered(from), from);
  }

  private List<String> delivered(int from) {
    int to = Math.min(actual.size(), from + BEFORE + AFTER);
    return actual.subList(Math.min(from, to), to).stream().map(this::text).toList();
  }

  private List<String> wanted(long from) {
    List<String> rows = new ArrayList<>();
    long at = 0; // number of the record's first callback
    for (Expected record : expected) {
      for (long i = Math.max(0, from - at); i < record.count(); i++) {
        if (rows.size() == BEFORE + AFTER) {
          return rows;
        }
        rows.add(text(record.callback(i)));
      }
      at += record.count();
    }
    return rows;
  }

  private String text(Callback callback) {
    String event = callback.hints().event();
    return (event.isEmpty() ? callback.kind().toString() : event)
        + " "
        + regions.text(callback.start(), callback.end());
  }
}

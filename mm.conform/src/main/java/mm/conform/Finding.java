package mm.conform;

import java.util.List;
import mm.conform.play.Miss;
import mm.conform.play.Verdict;
import mm.conform.script.Case;
import mm.conform.script.Level;

/** A case that did not pass: where it is from, and the first difference or what was lacking. */
record Finding(String file, String name, String family, Level level, Miss miss) {
  static Finding of(String file, Case played, Verdict verdict) {
    Miss miss = verdict.miss().orElseGet(() -> lacking(verdict));
    return new Finding(file, played.name(), played.family(), played.level(), miss);
  }

  private static Miss lacking(Verdict verdict) {
    return new Miss("", verdict.reason(), List.of(), List.of(), 0);
  }

  String reason() {
    return miss.place().isEmpty() ? miss.problem() : miss.toString();
  }
}

package mm.conform;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mm.conform.play.HintTally;
import mm.conform.play.Verdict;
import mm.conform.script.Case;
import mm.conform.script.Level;

/** What came of all cases so far. */
final class Report {
  private final Map<Level, Map<String, Counts>> families = new EnumMap<>(Level.class);
  private final List<Finding> failures = new ArrayList<>();
  private final List<Finding> skips = new ArrayList<>();
  private final Map<String, String> mappings = new HashMap<>();
  private HintTally hints = HintTally.NONE;

  void add(String file, Case played, Verdict verdict) {
    families
        .computeIfAbsent(played.level(), level -> new TreeMap<>())
        .merge(played.family(), Counts.of(verdict.outcome()), Counts::plus);
    hints = hints.plus(verdict.hints());
    switch (verdict.outcome()) {
      case FAILED -> failures.add(Finding.of(file, played, verdict));
      case SKIPPED -> skips.add(Finding.of(file, played, verdict));
      default -> {} // nothing to tell of those that pass
    }
  }

  /** By level, then family. */
  Map<Level, Map<String, Counts>> families() {
    return families;
  }

  Counts of(Level level) {
    return families.getOrDefault(level, Map.of()).values().stream()
        .reduce(Counts.NONE, Counts::plus);
  }

  /** Of the levels that decide about success. */
  Counts counted() {
    return families.keySet().stream()
        .filter(Level::counts)
        .map(this::of)
        .reduce(Counts.NONE, Counts::plus);
  }

  /** In order of the files. */
  List<Finding> failures() {
    return failures;
  }

  List<Finding> skips() {
    return skips;
  }

  HintTally hints() {
    return hints;
  }

  /** Notes where the mappings of a failed program differ first. */
  void addMappings(String name, String difference) {
    mappings.put(name, difference);
  }

  Optional<String> mappings(Finding failure) {
    return Optional.ofNullable(mappings.get(failure.name()));
  }

  boolean isEmpty() {
    return families.isEmpty();
  }
}

package mm.conform;

import mm.conform.play.Verdict;

/** How cases ended. */
record Counts(long passed, long failed, long skipped) {
  static final Counts NONE = new Counts(0, 0, 0);

  static Counts of(Verdict.Outcome outcome) {
    return switch (outcome) {
      case PASSED -> new Counts(1, 0, 0);
      case FAILED -> new Counts(0, 1, 0);
      case SKIPPED -> new Counts(0, 0, 1);
    };
  }

  Counts plus(Counts other) {
    return new Counts(passed + other.passed, failed + other.failed, skipped + other.skipped);
  }

  boolean allPassed() {
    return failed == 0 && skipped == 0;
  }
}

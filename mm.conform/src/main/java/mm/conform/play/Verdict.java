package mm.conform.play;

import java.util.Optional;

/**
 * What became of a case.
 *
 * @param outcome passed, failed or skipped
 * @param reason what the machine lacks; empty unless skipped
 * @param miss where it failed
 * @param breach what was broken that always holds, if that is why it failed
 * @param hints in how many matching callbacks the inferred parts differ
 */
public record Verdict(
    Outcome outcome, String reason, Optional<Miss> miss, Optional<Breach> breach, HintTally hints) {
  /** The ways a case can end. */
  public enum Outcome {
    /** Everything as recorded. */
    PASSED,
    /** Something was different. */
    FAILED,
    /** The machine lacks an operation. */
    SKIPPED
  }

  static Verdict passed(HintTally hints) {
    return new Verdict(Outcome.PASSED, "", Optional.empty(), Optional.empty(), hints);
  }

  static Verdict failed(Miss miss, HintTally hints) {
    return new Verdict(Outcome.FAILED, "", Optional.of(miss), Optional.empty(), hints);
  }

  static Verdict failed(String place, Breach breach) {
    Optional<Miss> miss = Optional.of(Miss.of(place, breach.toString()));
    return new Verdict(Outcome.FAILED, "", miss, Optional.of(breach), HintTally.NONE);
  }

  static Verdict skipped(String reason) {
    return new Verdict(Outcome.SKIPPED, reason, Optional.empty(), Optional.empty(), HintTally.NONE);
  }
}

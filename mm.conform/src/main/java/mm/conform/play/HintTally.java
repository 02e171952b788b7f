package mm.conform.play;

import mm.conform.script.Hints;

/**
 * In how many callbacks the inferred parts differ.
 *
 * @param event the event
 * @param context who ran it
 * @param nesting whether it was nested
 */
public record HintTally(long event, long context, long nesting) {
  /** No difference. */
  public static final HintTally NONE = new HintTally(0, 0, 0);

  static HintTally of(Hints expected, Hints actual) {
    return expected.equals(actual)
        ? NONE
        : new HintTally(
            expected.event().equals(actual.event()) ? 0 : 1,
            expected.context().equals(actual.context()) ? 0 : 1,
            expected.nesting() == actual.nesting() ? 0 : 1);
  }

  /**
   * Adds another tally.
   *
   * @param other the other
   * @return the sums
   */
  public HintTally plus(HintTally other) {
    return new HintTally(event + other.event, context + other.context, nesting + other.nesting);
  }
}

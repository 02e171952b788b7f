package mm.lab.scenario;

import java.util.Optional;
import java.util.stream.Stream;

/** What became of a run, from best to worst; of several orders the worst counts. */
public enum Outcome {
  /** Nothing stale, everybody finished, every device is served. */
  RIGHT,
  /** A driver or an operation was refused by a rule, before anything was changed. */
  REFUSED,
  /** A broken promise of a driver was reported; nothing worse came of it. */
  REPORTED,
  /** Somebody waits for something that nobody will do, or a device is not served any more. */
  STALLS,
  /** A driver saw an end without its start, or was called after it had left. */
  UNPAIRED,
  /** Some wait for each other in a circle. */
  DEADLOCKS,
  /** A device held or used a translation to memory that is no longer there. */
  CORRUPTS;

  /** {@return its name in scenario files} */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Finds an outcome.
   *
   * @param text as {@link #text} gives it
   * @return empty when there is none of that name
   */
  public static Optional<Outcome> of(String text) {
    return Stream.of(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /**
   * The worse of two.
   *
   * @param other another
   * @return the worse
   */
  public Outcome or(Outcome other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public String toString() {
    return text();
  }
}

package mm.report;

import java.util.Locale;

/** What an {@link Event} is about. */
public enum EventKind {
  /** What was run, and on what; once in a log. {@link Event#what()} is its title. */
  RUN,
  /** A driver was attached to a space. */
  ATTACH,
  /** A driver was detached from a space. */
  DETACH,
  /** A thread did something to a space, as a system call does; {@code what} says what. */
  OPERATION,
  /** Everybody is about to be told that a range changes. */
  SECTION_BEGIN,
  /** The range has changed, or was declined. */
  SECTION_END,
  /** A callback of a driver has returned; {@code what} is the callback. */
  CALLBACK,
  /** A callback that answered would-block; it is not written as a callback too. */
  DECLINE,
  /** Somebody waited; {@code what} is for what, the fact {@link Event#HOLDER} who had it. */
  WAIT,
  /** A promise was broken; {@code what} is the rule. */
  VIOLATION,
  /** A translation that should have been dropped was found. */
  STALE,
  /** Memory ran out; what the reaper got is in the facts. */
  REAP,
  /**
   * How a scenario came out: {@code what} is the outcome, {@code cause} the rule, {@code answer}
   * says whether that was expected.
   */
  OUTCOME,
  /** The figures of a driver at the end, as facts. */
  FIGURES,
  /** The verdict, as {@code what}: clean or found; the last line. */
  VERDICT;

  /**
   * The name in the log.
   *
   * @return lower case, words joined by a hyphen
   */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

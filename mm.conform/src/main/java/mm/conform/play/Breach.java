package mm.conform.play;

import java.util.Optional;

/**
 * Something that holds in every run of the machine and of correct drivers, and did not in this one.
 *
 * @param kind what kind of thing
 * @param text what it was, for people
 */
public record Breach(Kind kind, String text) {
  /** What can be broken. */
  public enum Kind {
    /** A device holds a translation that it should have dropped. */
    STALE("stale translation"),
    /** Frames or swap slots are counted wrongly, or nobody can free them any more. */
    LEAK("leak"),
    /** A section was not ended, or out of order. */
    UNBALANCED("unbalanced section"),
    /** The engine saw a subscriber break its word. */
    PROMISE("broken promise"),
    /** Engine and reference dispatcher told or answered different things. */
    DIFFERENCE("difference from the reference dispatcher"),
    /** A process maps something else than the operations say. */
    MAPPINGS("wrong mapping"),
    /** An operation ended with an exception. */
    FAILURE("failure of the machine");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static Optional<Breach> of(Kind kind, String text) {
    return Optional.of(new Breach(kind, text));
  }

  @Override
  public String toString() {
    return kind + ": " + text;
  }
}

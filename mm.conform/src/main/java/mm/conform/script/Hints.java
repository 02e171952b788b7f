package mm.conform.script;

/**
 * What the recordings only infer about a callback: compared and reported, never a reason to fail.
 *
 * @param event why, for a start; else empty
 * @param context who runs it when it is not the subscriber's own process; else empty
 * @param nesting whether it comes inside another section
 */
public record Hints(String event, String context, Nesting nesting) {
  /** Whether a callback comes inside an open section. */
  public enum Nesting {
    /** No section is open. */
    FLAT,
    /** One is. */
    NESTED
  }
}

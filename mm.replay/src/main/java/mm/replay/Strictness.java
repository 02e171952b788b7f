package mm.replay;

/** What counts against a driver. */
public enum Strictness {
  /** What is certain. */
  NORMAL,
  /** Hints too: waits that the JVM counted and no port saw. */
  STRICT
}

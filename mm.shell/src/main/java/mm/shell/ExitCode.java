package mm.shell;

/** Exit codes of every command; the same as those of the verbs. */
final class ExitCode {
  static final int OK = 0;

  /** Done, and something is wrong. */
  static final int FINDINGS = 1;

  /** A wrong command line. */
  static final int UNUSABLE = 2;

  /** A defect of a command. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}

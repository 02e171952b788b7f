package mm.launcher;

/** Exit codes of every verb. */
final class ExitCode {
  static final int OK = 0;

  /** The verb did its work and found something wrong: a violation, a refused driver. */
  static final int FINDINGS = 1;

  /** Unusable input or a wrong command line. */
  static final int UNUSABLE = 2;

  /** A defect of mm itself or a damaged installation; {@code EX_SOFTWARE} of sysexits.h. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}

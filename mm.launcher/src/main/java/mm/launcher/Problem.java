package mm.launcher;

/** A failure whose message is all that the user needs to see. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private Problem(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the user gave cannot be used. */
  static Problem unusable(String message) {
    return new Problem(ExitCode.UNUSABLE, message, null);
  }

  /** The installation or mm itself is at fault. */
  static Problem internal(String message) {
    return new Problem(ExitCode.INTERNAL, message, null);
  }

  static Problem internal(String message, Throwable cause) {
    return new Problem(ExitCode.INTERNAL, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}

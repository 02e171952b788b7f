package mm.shell;

/** A failure whose message is all that the user needs to see. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What was asked for cannot be done with what was given. */
  static CommandFailure unusable(String message) {
    return new CommandFailure(ExitCode.UNUSABLE, message);
  }

  /** It was tried, and something is wrong. */
  static CommandFailure failed(String message) {
    return new CommandFailure(ExitCode.FINDINGS, message);
  }

  int exitCode() {
    return exitCode;
  }
}

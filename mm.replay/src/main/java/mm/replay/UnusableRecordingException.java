package mm.replay;

/** A recording is sound, but does not contain what was asked for. The message says what to do. */
final class UnusableRecordingException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableRecordingException(String message) {
    super(message);
  }
}

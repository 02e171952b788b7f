package mm.tck.run;

/** What was given cannot be used. */
final class UnusableInputException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableInputException(String message) {
    super(message);
  }
}

package mm.verify.verb;

/** What was asked for cannot be done; the message is all that the user needs to see. */
final class UnusableInputException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableInputException(String message) {
    super(message);
  }
}

package mm.verify.jar;

/** Something in a jar cannot be read; the message says what, as a sentence. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Says what cannot be read.
   *
   * @param message a sentence
   */
  public MalformedException(String message) {
    super(message);
  }
}

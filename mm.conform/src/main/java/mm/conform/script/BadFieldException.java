package mm.conform.script;

/** A field of a case is missing, or holds what it cannot hold. */
public final class BadFieldException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param problem what is wrong with which field
   */
  public BadFieldException(String problem) {
    super(problem);
  }
}

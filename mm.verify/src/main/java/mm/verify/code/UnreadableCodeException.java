package mm.verify.code;

/** The code of a class is damaged although its structure is not; found only when it is needed. */
public final class UnreadableCodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableCodeException(ClassFile file, Throwable cause) {
    super("The code of " + file.path() + " cannot be read: " + cause + ".", cause);
  }
}

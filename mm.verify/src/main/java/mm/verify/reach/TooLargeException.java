package mm.verify.reach;

/** A bundle is too entangled to be followed in any useful time. */
public final class TooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooLargeException() {
    super("The calls of the bundle are too many to be followed.");
  }
}

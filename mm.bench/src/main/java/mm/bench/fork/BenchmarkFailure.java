package mm.bench.fork;

/** A benchmark could not be run, or its check failed; the message is for the user. */
public final class BenchmarkFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes it.
   *
   * @param message what failed and why
   * @param cause what JMH threw
   */
  public BenchmarkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

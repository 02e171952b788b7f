package mm.core.registry;

/** Why a swap is given up. */
final class SwapFailure extends Exception {
  private static final long serialVersionUID = 1L;

  SwapFailure(String why) {
    super(why);
  }
}

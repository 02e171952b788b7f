package mm.conform.script;

/** A bad field, with its place in the case. */
final class BadPlaceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String place;

  private BadPlaceException(String place, BadFieldException cause) {
    super(cause.getMessage(), cause);
    this.place = place;
  }

  String place() {
    return place;
  }

  static void at(String place, Runnable read) {
    try {
      read.run();
    } catch (BadFieldException e) {
      throw new BadPlaceException(place, e);
    }
  }
}

package mm.lab.explore;

/** Ends a logical thread whose run is over; nobody but the course catches it. */
final class Cut extends Error {
  private static final long serialVersionUID = 1;

  Cut() {
    super("the run was cut short", null, false, false);
  }
}

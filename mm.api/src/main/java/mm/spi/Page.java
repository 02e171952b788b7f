package mm.spi;

/**
 * An answer of a {@link PageSource}.
 *
 * @param status whether there is a page
 * @param frame the frame, opaque to drivers and different whenever it was freed in between; 0
 *     unless PRESENT
 * @param rights what the mapping allows; READ unless PRESENT
 */
public record Page(Status status, long frame, Access rights) {
  /** Whether there is a page, and if not, why. */
  public enum Status {
    /** There is. */
    PRESENT,
    /** Nothing is mapped there, or nothing is present and none was to be made. */
    HOLE,
    /** The mapping does not allow this access. */
    NO_PERMISSION,
    /** Not now: sections that were open at the driver's subscription are still open (R4.2). */
    BUSY
  }

  /** Nothing mapped. */
  public static final Page HOLE = new Page(Status.HOLE, 0, Access.READ);

  /** Not allowed. */
  public static final Page NO_PERMISSION = new Page(Status.NO_PERMISSION, 0, Access.READ);

  /** Not now. */
  public static final Page BUSY = new Page(Status.BUSY, 0, Access.READ);

  /**
   * A present page.
   *
   * @param frame the frame
   * @param rights what the mapping allows
   * @return the page
   */
  public static Page present(long frame, Access rights) {
    return new Page(Status.PRESENT, frame, rights);
  }

  /**
   * Tells whether there is a page.
   *
   * @return true when the status is PRESENT
   */
  public boolean isPresent() {
    return status == Status.PRESENT;
  }

  /**
   * The outcome of an access for which this is not a usable page.
   *
   * @return BUSY or REFUSED
   */
  public AccessOutcome failure() {
    return status == Status.BUSY ? AccessOutcome.BUSY : AccessOutcome.REFUSED;
  }
}

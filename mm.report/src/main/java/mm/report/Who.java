package mm.report;

/**
 * Who took part in an event; what is not known, or does not apply, is empty.
 *
 * @param space name of the address space
 * @param thread name of the thread or task
 * @param driver id of the driver
 */
public record Who(String space, String thread, String driver) {
  /** Nobody in particular. */
  public static final Who NOBODY = new Who("", "", "");

  /**
   * Somebody who acts on a space.
   *
   * @param space the address space
   * @param thread the thread or task
   * @return without a driver
   */
  public static Who in(String space, String thread) {
    return new Who(space, thread, "");
  }

  /**
   * A driver as a whole.
   *
   * @param driver its id
   * @return without a space
   */
  public static Who driver(String driver) {
    return new Who("", "", driver);
  }
}

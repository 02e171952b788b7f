package mm.shell;

/** The engine in JMX, as {@code mm:type=Engine}. Every attribute is read anew. */
public interface EngineMXBean {
  /**
   * The drivers.
   *
   * @return id and state of each
   */
  String[] getDrivers();

  /**
   * The address spaces.
   *
   * @return how many are not released
   */
  int getSpaces();

  /**
   * The open sections.
   *
   * @return how many, in all spaces
   */
  int getOpenSections();

  /**
   * The broken promises.
   *
   * @return a line per cause
   */
  String[] getViolations();

  /**
   * The drivers that block each other.
   *
   * @return a text per deadlock: driver, port, callback, thread and space of every step
   */
  String[] getDeadlocks();

  /**
   * The callbacks that have returned.
   *
   * @return how many since the start, or since the statistics were reset
   */
  long getCallbacks();
}

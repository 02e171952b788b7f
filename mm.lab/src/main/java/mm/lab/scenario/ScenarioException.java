package mm.lab.scenario;

/** A scenario file that cannot be used; the message names file, line and what is allowed. */
public final class ScenarioException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Makes it.
   *
   * @param file the file's name
   * @param line from 1; 0 when the file as a whole is meant
   * @param problem what is wrong, and what is allowed
   */
  public ScenarioException(String file, int line, String problem) {
    super(file + (line == 0 ? "" : ":" + line) + ": " + problem);
  }
}

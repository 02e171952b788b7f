package mm.conform.script;

/** A file cannot be used; the message names the file and, where known, case and step. */
public final class MalformedFileException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param file the file
   * @param place where in it, empty for the whole
   * @param problem what is wrong
   */
  public MalformedFileException(String file, String place, String problem) {
    super(file + (place.isEmpty() ? "" : ": " + place) + ": " + problem);
  }
}

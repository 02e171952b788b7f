package mm.replay.input;

/**
 * Tells that a recording cannot be used, where, why and how to mend it.
 *
 * <p>The message is one line: {@code FILE:LINE: PROBLEM; REMEDY}, or {@code FILE: PROBLEM; REMEDY}
 * when the file as a whole is at fault. It never carries bytes that are not printable.
 */
public final class BadRecordingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;
  private final String problem;
  private final String remedy;

  BadRecordingException(String file, long line, String problem, String remedy) {
    super(file + (line > 0 ? ":" + line : "") + ": " + problem + "; " + remedy);
    this.file = file;
    this.line = line;
    this.problem = problem;
    this.remedy = remedy;
  }

  /**
   * The recording, as the caller named it.
   *
   * @return a path
   */
  public String file() {
    return file;
  }

  /**
   * The bad line.
   *
   * @return the line, counted from 1, or 0 when the file as a whole is at fault
   */
  public long line() {
    return line;
  }

  /**
   * What is wrong.
   *
   * @return a sentence without its end mark
   */
  public String problem() {
    return problem;
  }

  /**
   * How to mend it.
   *
   * @return a sentence without its end mark
   */
  public String remedy() {
    return remedy;
  }
}

package mm.spi;

/**
 * What became of a migration.
 *
 * @param status whether the range was one that can migrate at all
 * @param pages how many pages moved; those before the trouble when the status is not DONE
 */
public record Migration(Status status, int pages) {
  /** How a migration ends. */
  public enum Status {
    /** The whole range was looked at; pages that could not move stay where they are. */
    DONE,
    /** The range is empty or not page aligned, or has a hole or memory that may not be read. */
    INVALID,
    /** This source has no pages that can migrate. */
    UNSUPPORTED
  }

  /** The answer of sources without migration. */
  public static final Migration UNSUPPORTED = new Migration(Status.UNSUPPORTED, 0);

  /**
   * A range that was looked at.
   *
   * @param pages how many pages moved
   * @return DONE
   */
  public static Migration done(int pages) {
    return new Migration(Status.DONE, pages);
  }

  /**
   * A range that cannot migrate from some page on.
   *
   * @param pages how many pages moved before it
   * @return INVALID
   */
  public static Migration invalid(int pages) {
    return new Migration(Status.INVALID, pages);
  }
}

package mm.machine;

/**
 * A mapping as it was when somebody looked.
 *
 * @param start first address
 * @param end first address after it
 * @param protection what it allows
 * @param sharing private or shared
 * @param file what it maps, {@link Backing#ANONYMOUS} for private memory without a file
 * @param offset first page of the file; for anonymous memory its first page number when it was made
 * @param locked whether its pages are locked
 */
public record MappingView(
    long start,
    long end,
    Protection protection,
    Sharing sharing,
    Backing file,
    long offset,
    Locking locked) {
  /** Whether pages of a mapping may be taken away. */
  public enum Locking {
    /** They may. */
    UNLOCKED,
    /** They may not (mlock). */
    LOCKED
  }
}

package mm.machine;

/** What a new file holds. */
public enum FileContent {
  /** Data, all of it in the page cache. */
  CACHED,
  /** Data on disk; nothing is in the page cache. */
  UNCACHED,
  /** Data, all of it in the page cache and not yet written back. */
  DIRTY,
  /** Nothing: reads give zeros. */
  HOLE;

  boolean isStored() {
    return this == CACHED || this == UNCACHED;
  }
}

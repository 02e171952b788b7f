package mm.machine;

/** What a new file holds. */
public enum FileContent {
  /** Data, all of it in the page cache. */
  CACHED,
  /** Data on disk, or a hole in a memory file; nothing is in the page cache. */
  UNCACHED
}

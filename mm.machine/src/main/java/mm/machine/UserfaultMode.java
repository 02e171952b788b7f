package mm.machine;

/** What a range is registered for with a userfaultfd. */
public enum UserfaultMode {
  /** Accesses to missing pages. */
  MISSING,
  /** Writes to protected pages. */
  WP,
  /** Accesses to pages of a memory file that are in the cache but not mapped. */
  MINOR
}

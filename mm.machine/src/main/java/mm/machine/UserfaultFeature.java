package mm.machine;

/** What a userfaultfd can do, as asked for when it is opened (Linux {@code UFFD_FEATURE_...}). */
public enum UserfaultFeature {
  /** Writes to protected pages are reported. */
  PAGEFAULT_FLAG_WP,
  /** Pages can be moved. */
  MOVE,
  /** Memory files report pages that are in the cache but not mapped. */
  MINOR_SHMEM,
  /**
   * A write to a protected page is let through by the kernel, which takes the protection away.
   * Brings WP_UNPOPULATED with it.
   */
  WP_ASYNC,
  /** Protection also reaches private memory that no page is in yet. */
  WP_UNPOPULATED
}

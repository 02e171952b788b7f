package mm.machine;

/** What a range is registered for with a userfaultfd. */
public enum UserfaultMode {
  /** Accesses to missing pages. */
  MISSING(Flags.UFFD_MISSING),
  /** Writes to protected pages. */
  WP(Flags.UFFD_WP),
  /** Accesses to pages of a memory file that are in the cache but not mapped. */
  MINOR(Flags.UFFD_MINOR);

  private final int flag;

  UserfaultMode(int flag) {
    this.flag = flag;
  }

  int flag() {
    return flag;
  }
}

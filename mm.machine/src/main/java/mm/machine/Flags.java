package mm.machine;

/** The properties of a mapping as bits, as Linux {@code vm_flags}. */
final class Flags {
  static final int READ = 1;
  static final int WRITE = 1 << 1;
  static final int EXEC = 1 << 2;
  static final int ACCESS = READ | WRITE | EXEC;
  static final int SHARED = 1 << 3;
  static final int LOCKED = 1 << 4;

  /** Swap space is reserved for it. */
  static final int ACCOUNT = 1 << 5;

  static final int NORESERVE = 1 << 6;
  static final int DONTFORK = 1 << 7;
  static final int WIPEONFORK = 1 << 8;
  static final int DONTDUMP = 1 << 9;
  static final int SEQUENTIAL = 1 << 10;
  static final int RANDOM = 1 << 11;
  static final int MERGEABLE = 1 << 12;
  static final int HUGEPAGE = 1 << 13;
  static final int NOHUGEPAGE = 1 << 14;

  /** Registered with a userfaultfd for pages that are missing, written or not mapped yet. */
  static final int UFFD_MISSING = 1 << 15;

  static final int UFFD_WP = 1 << 16;
  static final int UFFD_MINOR = 1 << 17;
  static final int UFFD = UFFD_MISSING | UFFD_WP | UFFD_MINOR;

  /** Pages of 2 MiB from the pool; never joined with a neighbour. */
  static final int HUGETLB = 1 << 18;

  private Flags() {}

  static boolean has(int flags, int mask) {
    return (flags & mask) != 0;
  }

  static Protection protection(int flags) {
    return Protection.of(flags & ACCESS);
  }

  /** Whether such a mapping reserves swap space when it is made. */
  static boolean accountable(int flags) {
    return (flags & (NORESERVE | SHARED | WRITE)) == WRITE;
  }

  static int of(UserfaultMode mode) {
    return switch (mode) {
      case MISSING -> UFFD_MISSING;
      case WP -> UFFD_WP;
      case MINOR -> UFFD_MINOR;
    };
  }
}

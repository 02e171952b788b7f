package mm.machine.memory;

import mm.machine.Protection;
import mm.machine.UserfaultMode;

/** The properties of a mapping as bits, as Linux {@code vm_flags}. */
public final class Flags {
  public static final int READ = 1;
  public static final int WRITE = 1 << 1;
  public static final int EXEC = 1 << 2;
  public static final int ACCESS = READ | WRITE | EXEC;
  public static final int SHARED = 1 << 3;
  public static final int LOCKED = 1 << 4;

  /** Swap space is reserved for it. */
  public static final int ACCOUNT = 1 << 5;

  public static final int NORESERVE = 1 << 6;
  public static final int DONTFORK = 1 << 7;
  public static final int WIPEONFORK = 1 << 8;
  public static final int DONTDUMP = 1 << 9;
  public static final int SEQUENTIAL = 1 << 10;
  public static final int RANDOM = 1 << 11;
  public static final int MERGEABLE = 1 << 12;
  public static final int HUGEPAGE = 1 << 13;
  public static final int NOHUGEPAGE = 1 << 14;

  /** Registered with a userfaultfd for pages that are missing, written or not mapped yet. */
  public static final int UFFD_MISSING = 1 << 15;

  public static final int UFFD_WP = 1 << 16;
  public static final int UFFD_MINOR = 1 << 17;
  public static final int UFFD = UFFD_MISSING | UFFD_WP | UFFD_MINOR;

  /** Pages of 2 MiB from the pool; never joined with a neighbour. */
  public static final int HUGETLB = 1 << 18;

  /** Frames of a device, without anything that the machine knows of them (Linux VM_PFNMAP). */
  public static final int PFNMAP = 1 << 19;

  private Flags() {}

  public static boolean has(int flags, int mask) {
    return (flags & mask) != 0;
  }

  public static Protection protection(int flags) {
    return Protection.of(flags & ACCESS);
  }

  /** Whether such a mapping reserves swap space when it is made. */
  public static boolean accountable(int flags) {
    return (flags & (NORESERVE | SHARED | WRITE)) == WRITE;
  }

  public static int of(UserfaultMode mode) {
    return switch (mode) {
      case MISSING -> UFFD_MISSING;
      case WP -> UFFD_WP;
      case MINOR -> UFFD_MINOR;
    };
  }
}

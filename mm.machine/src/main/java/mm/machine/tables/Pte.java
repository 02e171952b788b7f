package mm.machine.tables;

import mm.machine.frames.Frames;

/**
 * A page table entry in a {@code long}: 0 is none; bit 0 present; then rights and marks; the frame
 * number from bit 16 on. An entry that is neither none nor present is a marker.
 */
public final class Pte {
  public static final long NONE = 0;
  static final long PRESENT = 1;

  /** The mapping is accessible at all; clear under protection NONE. */
  public static final long READ = 1 << 1;

  public static final long WRITE = 1 << 2;

  /** Set by a write access, as the hardware does. */
  public static final long DIRTY = 1 << 3;

  /**
   * Marker: every access fails (MADV_GUARD_INSTALL, Linux 6.13). A protecting scan leaves {@link
   * #UFFD_WP} on it, and so does not find it again.
   */
  public static final long GUARD = 1 << 4;

  /** One of 512 entries that stand for the one entry of a huge page: all of a leaf or none. */
  public static final long HUGE = 1 << 5;

  /** The page may hold other than zero bytes: somebody wrote to it through this entry. */
  public static final long DATA = 1 << 6;

  /**
   * A fork shared the page and nobody found since that it is unshared again. Means something only
   * for the pages of huge pages, which are shared or not as a whole.
   */
  public static final long SHARED = 1 << 7;

  /**
   * Write-protected by a userfaultfd. Alone it is a marker for a page that is not present and will
   * be protected when it appears.
   */
  public static final long UFFD_WP = 1 << 8;

  /** Not present: the page is in a slot of the swap area, whose number stands for the frame's. */
  public static final long SWAP = 1 << 9;

  /** Not present: the frame is in a device's memory; WRITE says whether the device may write. */
  public static final long DEVICE = 1 << 10;

  /** Not present: a device has the only access to the frame. */
  public static final long EXCLUSIVE = 1 << 11;

  /** Not present: the page is on its way to another frame; faults wait. Has no map count. */
  public static final long MIGRATION = 1 << 12;

  /** Not used since reclaim looked; entries are born without. */
  public static final long OLD = 1 << 13;

  /** By how many forks the page came to this memory, up to 3; a page that is reused is its own. */
  public static final long FORKS = 3 << 14;

  private static final long FORK = 1 << 14;
  private static final int FORK_SHIFT = 14;
  private static final int FRAME_SHIFT = 16;

  private Pte() {}

  public static long of(int frame, long bits) {
    return (long) frame << FRAME_SHIFT | PRESENT | bits;
  }

  /** An entry of one of the kinds that are not present. */
  public static long absent(int frame, long bits) {
    return (long) frame << FRAME_SHIFT | bits;
  }

  public static boolean is(long entry, long mark) {
    return (entry & mark) != 0;
  }

  /** Whether a frame's map count knows this entry. */
  public static boolean maps(long entry) {
    return (entry & (PRESENT | DEVICE | EXCLUSIVE)) != 0;
  }

  public static int frame(long entry) {
    return (int) (entry >>> FRAME_SHIFT);
  }

  public static boolean isPresent(long entry) {
    return (entry & PRESENT) != 0;
  }

  public static boolean isReadable(long entry) {
    return (entry & (PRESENT | READ)) == (PRESENT | READ);
  }

  public static boolean isWritable(long entry) {
    return (entry & (PRESENT | WRITE)) == (PRESENT | WRITE);
  }

  public static boolean isGuard(long entry) {
    return (entry & GUARD) != 0;
  }

  public static boolean isUffdWp(long entry) {
    return (entry & UFFD_WP) != 0;
  }

  /** Whether nothing is there but perhaps the marker of a userfaultfd. */
  public static boolean isMissing(long entry) {
    return entry == NONE || entry == UFFD_WP;
  }

  /** Whether no page is meant: nothing is there but perhaps a marker, also a guard. */
  public static boolean isUnused(long entry) {
    return isMissing(entry) || isGuard(entry);
  }

  /** A new entry for a missing page, which inherits the protection of the marker it replaces. */
  public static long inherit(long missing, long entry) {
    return isUffdWp(missing) ? entry & ~WRITE | UFFD_WP : entry;
  }

  public static boolean isHuge(long entry) {
    return (entry & HUGE) != 0;
  }

  public static boolean isShared(long entry) {
    return (entry & SHARED) != 0;
  }

  /** The entry as a child gets it. */
  public static long forked(long entry) {
    return (entry & FORKS) == FORKS ? entry : entry + FORK;
  }

  public static int forks(long entry) {
    return (int) ((entry & FORKS) >>> FORK_SHIFT);
  }

  public static boolean isZeroPage(long entry) {
    return isPresent(entry) && frame(entry) == Frames.ZERO;
  }

  /** Whether both lead to the same frame. */
  public static boolean sameFrame(long entry, long other) {
    return isPresent(entry) && isPresent(other) && frame(entry) == frame(other);
  }
}

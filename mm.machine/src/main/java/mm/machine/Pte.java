package mm.machine;

/**
 * A page table entry in a {@code long}: 0 is none; bit 0 present; then rights and marks; the frame
 * number from bit 16 on. An entry that is neither none nor present is a marker.
 */
final class Pte {
  static final long NONE = 0;
  static final long PRESENT = 1;

  /** The mapping is accessible at all; clear under protection NONE. */
  static final long READ = 1 << 1;

  static final long WRITE = 1 << 2;

  /** Set by a write access, as the hardware does. */
  static final long DIRTY = 1 << 3;

  /** Marker: every access fails (MADV_GUARD_INSTALL, Linux 6.13). */
  static final long GUARD = 1 << 4;

  /** One of 512 entries that stand for the one entry of a huge page: all of a leaf or none. */
  static final long HUGE = 1 << 5;

  /** The page may hold other than zero bytes: somebody wrote to it through this entry. */
  static final long DATA = 1 << 6;

  /**
   * A fork shared the page and nobody found since that it is unshared again. Means something only
   * for the pages of huge pages, which are shared or not as a whole.
   */
  static final long SHARED = 1 << 7;

  /**
   * Write-protected by a userfaultfd. Alone it is a marker for a page that is not present and will
   * be protected when it appears.
   */
  static final long UFFD_WP = 1 << 8;

  /** Not present: the page is in a slot of the swap area, whose number stands for the frame's. */
  static final long SWAP = 1 << 9;

  /** Not present: the frame is in a device's memory; WRITE says whether the device may write. */
  static final long DEVICE = 1 << 10;

  /** Not present: a device has the only access to the frame. */
  static final long EXCLUSIVE = 1 << 11;

  /** Not present: the page is on its way to another frame; faults wait. Has no map count. */
  static final long MIGRATION = 1 << 12;

  /** Not used since reclaim looked; entries are born without. */
  static final long OLD = 1 << 13;

  private static final int FRAME_SHIFT = 16;

  private Pte() {}

  static long of(int frame, long bits) {
    return (long) frame << FRAME_SHIFT | PRESENT | bits;
  }

  /** An entry of one of the kinds that are not present. */
  static long absent(int frame, long bits) {
    return (long) frame << FRAME_SHIFT | bits;
  }

  static boolean is(long entry, long mark) {
    return (entry & mark) != 0;
  }

  /** Whether a frame's map count knows this entry. */
  static boolean maps(long entry) {
    return (entry & (PRESENT | DEVICE | EXCLUSIVE)) != 0;
  }

  static int frame(long entry) {
    return (int) (entry >>> FRAME_SHIFT);
  }

  static boolean isPresent(long entry) {
    return (entry & PRESENT) != 0;
  }

  static boolean isReadable(long entry) {
    return (entry & (PRESENT | READ)) == (PRESENT | READ);
  }

  static boolean isWritable(long entry) {
    return (entry & (PRESENT | WRITE)) == (PRESENT | WRITE);
  }

  static boolean isGuard(long entry) {
    return entry == GUARD;
  }

  static boolean isUffdWp(long entry) {
    return (entry & UFFD_WP) != 0;
  }

  /** Whether nothing is there but perhaps the marker of a userfaultfd. */
  static boolean isMissing(long entry) {
    return entry == NONE || entry == UFFD_WP;
  }

  /** Whether no page is meant: nothing is there but perhaps a marker, also a guard. */
  static boolean isUnused(long entry) {
    return isMissing(entry) || isGuard(entry);
  }

  /** A new entry for a missing page, which inherits the protection of the marker it replaces. */
  static long inherit(long missing, long entry) {
    return isUffdWp(missing) ? entry & ~WRITE | UFFD_WP : entry;
  }

  static boolean isHuge(long entry) {
    return (entry & HUGE) != 0;
  }

  static boolean isShared(long entry) {
    return (entry & SHARED) != 0;
  }

  static boolean isZeroPage(long entry) {
    return isPresent(entry) && frame(entry) == Frames.ZERO;
  }

  /** Whether both lead to the same frame. */
  static boolean sameFrame(long entry, long other) {
    return isPresent(entry) && isPresent(other) && frame(entry) == frame(other);
  }
}

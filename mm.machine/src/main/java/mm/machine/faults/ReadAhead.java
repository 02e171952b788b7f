package mm.machine.faults;

import mm.machine.FileKind;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;

/**
 * Pages of regular files that come into the cache before anybody asks for them. The mark that makes
 * Linux read on in time, and for which it leaves one page out when it maps around, is not modelled.
 */
public final class ReadAhead {
  /** What Linux reads at once, 128 KiB ({@code VM_READAHEAD_PAGES}). */
  private static final int PAGES = 32;

  private ReadAhead() {}

  /**
   * With a page that a fault misses come those around it, or those behind it where the access is
   * sequential (Linux {@code do_sync_mmap_readahead}).
   *
   * @return whether pages were read, so that the fault is worth another look at the cache
   */
  static boolean missed(Mapping mapping, long index) {
    CachedFile file = mapping.backing();
    boolean alone = mapping.has(Flags.RANDOM | Flags.HUGEPAGE);
    if (alone || file.kind() != FileKind.REGULAR || file.cached(index) != Frames.ZERO) {
      return false;
    }
    long from = mapping.has(Flags.SEQUENTIAL) ? index : Math.max(0, index - PAGES / 2);
    read(file, from, from + PAGES);
    return true;
  }

  /** WILLNEED: the pages of the part are read; memory without a regular file stays as it is. */
  public static long advised(Mapping mapping, long start, long end) {
    if (mapping.isAnonymous() || mapping.backing().kind() != FileKind.REGULAR) {
      mapping.memory().frames().lazyQueue().drain(); // with nothing to read from the swap area too
    } else {
      read(mapping.backing(), mapping.offsetAt(start), mapping.offsetAt(end));
    }
    return 0;
  }

  /** As far as the file and the free frames reach. */
  private static void read(CachedFile file, long from, long wanted) {
    long to = Math.min(wanted, file.pages());
    for (long page = from; page < to && file.cachedOrRead(page) != Frames.NONE; ) {
      page++;
    }
  }
}

package mm.machine.advice;

import mm.machine.Errno;
import mm.machine.entries.Zap;
import mm.machine.huge.AnnouncedZap;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/** MADV_GUARD_INSTALL and MADV_GUARD_REMOVE (Linux 6.13): markers that make every access fail. */
final class GuardRegions {
  /**
   * Discarding leaves the markers of a userfaultfd in a file's mapping. There Linux 6.18 starts the
   * call anew every third round, for ever; here the guards then take the markers' place.
   */
  private static final int ROUNDS = 3;

  private GuardRegions() {}

  /**
   * Silent where nothing is present; else the pages of the whole part are discarded first. A page
   * that a fault put in between is discarded in the next round.
   */
  static long install(Mapping mapping, long start, long end) {
    if (mapping.has(Flags.LOCKED | Flags.HUGETLB)) {
      return Errno.EINVAL.result();
    }
    mapping.prepareAnon();
    mapping.markGuarded();
    for (int round = 0; !mark(mapping, start, end, Pte.NONE); round++) {
      AnnouncedZap.run(mapping, start, end, Zap.Extent.PAGES);
      if (round >= ROUNDS && mark(mapping, start, end, Pte.UFFD_WP)) {
        break;
      }
    }
    return 0;
  }

  /** Marks from the start on; false when it came upon something else than nothing or a marker. */
  private static boolean mark(Mapping mapping, long start, long end, long marker) {
    ProcessMemory memory = mapping.memory();
    for (long at = start; at < end; at = Layout.down(at, Layout.BLOCK) + Layout.BLOCK) {
      memory.tables().lock();
      try {
        long[] leaf = memory.tables().leafOrNewLocked(at);
        long blockEnd = Layout.down(at, Layout.BLOCK) + Layout.BLOCK;
        if (mapping.isAnonymous() && hasMarker(leaf, at, Math.min(end, blockEnd))) {
          return false;
        }
        if (!mark(leaf, PageTables.entryIndex(at), pages(at, Math.min(end, blockEnd)), marker)) {
          return false;
        }
      } finally {
        memory.tables().unlock();
      }
    }
    return true;
  }

  /** A userfaultfd's marker is discarded like a page. */
  private static boolean hasMarker(long[] leaf, long start, long end) {
    int from = PageTables.entryIndex(start);
    for (int i = from; i < from + pages(start, end); i++) {
      if (leaf[i] == Pte.UFFD_WP) {
        return true;
      }
    }
    return false;
  }

  private static int pages(long from, long to) {
    return (int) ((to - from) >>> Layout.PAGE_SHIFT);
  }

  private static boolean mark(long[] leaf, int from, int count, long marker) {
    for (int i = from; i < from + count; i++) {
      if (leaf[i] != Pte.NONE && leaf[i] != marker && !Pte.isGuard(leaf[i])) {
        return false;
      }
      if (!Pte.isGuard(leaf[i])) {
        leaf[i] = Pte.GUARD;
      }
    }
    return true;
  }

  static long remove(Mapping mapping, long start, long end) {
    if (mapping.isHugetlb()) {
      return Errno.EINVAL.result();
    }
    mapping.memory().tables().walk(start, end, GuardRegions::unmark);
    return 0;
  }

  private static void unmark(long base, long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Pte.isGuard(entries[i])) {
        entries[i] = Pte.NONE;
      }
    }
  }
}

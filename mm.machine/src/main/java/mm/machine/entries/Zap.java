package mm.machine.entries;

import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.Pte;

/**
 * Clears the entries of a range, which covers huge pages wholly or not at all; the table under a
 * huge page goes with it.
 */
public final class Zap implements LeafVisitor {
  /** What is cleared. */
  public enum Extent {
    /** Pages; guards stay (the memory stays mapped). */
    PAGES,
    /** Pages of the page cache only; private copies and guards stay. */
    FILE_PAGES,
    /** Pages, and leaf tables that this empties as a whole (DONTNEED, Linux 6.14). */
    PAGES_AND_TABLES,
    /** Everything (the memory is unmapped). */
    ALL
  }

  private final ProcessMemory memory;
  private final Gather gather;
  private final Extent extent;

  /** What stays of a page that a userfaultfd protects: its marker, if the page is a file's. */
  private final long kept;

  private Zap(ProcessMemory memory, Gather gather, Extent extent, long kept) {
    this.memory = memory;
    this.gather = gather;
    this.extent = extent;
    this.kept = kept;
  }

  /** Clears a part of a mapping, which stays. */
  public static void range(Mapping mapping, long start, long end, Gather gather, Extent extent) {
    long kept = mapping.isAnonymous() ? 0 : Pte.UFFD_WP;
    mapping.memory().changes().add(start, end);
    mapping.memory().tables().walk(start, end, new Zap(mapping.memory(), gather, extent, kept));
  }

  public static void range(
      ProcessMemory memory, long start, long end, Gather gather, Extent extent) {
    memory.changes().add(start, end);
    memory.tables().walk(start, end, new Zap(memory, gather, extent, 0));
  }

  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    boolean huge = Pte.isHuge(entries[from]);
    if (huge && to - from != Layout.ENTRIES) {
      HugeEntries.unmark(entries); // a fault made it huge since the split at the edges
    }
    boolean left = false;
    int first = -1;
    int last = 0;
    memory.frames().lock();
    try {
      for (int i = from; i < to; i++) {
        long entry = entries[i];
        if (entry == Pte.NONE) {
          continue;
        }
        if (clears(entry)) {
          entries[i] = entry & kept;
          left |= entries[i] != Pte.NONE;
          first = first < 0 ? i : first;
          last = i + 1;
          drop(entry);
        } else {
          left = true;
        }
      }
    } finally {
      memory.frames().unlock();
    }
    if (first >= 0) {
      gather.changed(base + first * Layout.PAGE, base + last * Layout.PAGE);
    }
    if ((huge || extent == Extent.PAGES_AND_TABLES) && !left && to - from == Layout.ENTRIES) {
      memory.tables().dropLeafLocked(base);
    }
    gather.flushIfFull();
  }

  private boolean clears(long entry) {
    if (Pte.isGuard(entry)) {
      return extent == Extent.ALL;
    }
    if (entry == Pte.UFFD_WP) {
      return extent == Extent.ALL || kept == 0;
    }
    if (!Pte.isPresent(entry)) {
      return extent != Extent.FILE_PAGES; // all other kinds stand for private pages
    }
    return extent != Extent.FILE_PAGES || !memory.frames().has(Pte.frame(entry), Frames.ANONYMOUS);
  }

  private void drop(long entry) {
    if (Pte.is(entry, Pte.SWAP)) {
      memory.frames().swap().releaseLocked(Pte.frame(entry));
    } else if (Pte.maps(entry) && Pte.frame(entry) != Frames.ZERO) {
      gather.addLocked(Pte.frame(entry));
    }
  }
}

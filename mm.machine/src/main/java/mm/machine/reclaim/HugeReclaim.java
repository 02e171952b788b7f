package mm.machine.reclaim;

import mm.api.InvalidationEvent;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.frames.Frames;
import mm.machine.huge.AnnouncedZap;
import mm.machine.huge.HugePage;
import mm.machine.huge.PageSplit;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Reclaims a huge page that a range has all of. One that was freed lazily goes, unless it was
 * written since; one of a memory file leaves the page table; any other is split, and what is not
 * all zeros goes to the swap area page by page, if there is room.
 */
final class HugeReclaim {
  private HugeReclaim() {}

  static void run(Mapping mapping, long block) {
    ProcessMemory memory = mapping.memory();
    long entry = memory.tables().get(block);
    if (!HugePage.isPart(memory.frames(), entry)) {
      AnnouncedZap.run(mapping, block, block + Layout.BLOCK, Zap.Extent.FILE_PAGES);
    } else if (memory.frames().has(Pte.frame(entry), Frames.LAZY)) {
      discard(memory, block);
    } else {
      PageSplit.run(HugePage.at(mapping, block, entry));
      swapOut(mapping, block);
    }
  }

  /** The first page goes on at once; the others wait on a list that is worked off from its end. */
  private static void swapOut(Mapping mapping, long block) {
    SwapOut.run(mapping, block);
    for (int i = Layout.ENTRIES - 1; i > 0; i--) {
      SwapOut.run(mapping, block + i * Layout.PAGE);
    }
  }

  /** Its entry is split on the way, so the table stays (Linux {@code TTU_SPLIT_HUGE_PMD}). */
  private static void discard(ProcessMemory memory, long block) {
    Gather gather = new Gather(memory);
    long section = memory.begin(InvalidationEvent.CLEAR, block, block + Layout.BLOCK);
    try {
      memory.tables().lock();
      try {
        long[] leaf = memory.tables().leafLocked(block);
        HugeEntries.unmark(leaf);
        if (isClean(leaf)) {
          Zap.range(memory, block, block + Layout.BLOCK, gather, Zap.Extent.PAGES);
        } else {
          keep(memory, leaf);
        }
      } finally {
        memory.tables().unlock();
      }
    } finally {
      memory.end(section);
    }
    gather.flush();
  }

  private static boolean isClean(long[] leaf) {
    long marks = 0;
    for (long entry : leaf) {
      marks |= entry;
    }
    return (marks & Pte.DIRTY) == 0;
  }

  private static void keep(ProcessMemory memory, long[] leaf) {
    memory.frames().lock();
    for (long entry : leaf) {
      memory.frames().clearLocked(Pte.frame(entry), Frames.LAZY);
    }
    memory.frames().unlock();
  }
}

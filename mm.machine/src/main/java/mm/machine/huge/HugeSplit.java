package mm.machine.huge;

import java.util.ArrayList;
import java.util.List;
import mm.api.InvalidationEvent;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.frames.Frames;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Splits the mapping of a huge page, not the page itself: 512 single entries with the same frames
 * and rights take the place of one; pages of files are left to later faults. Announced as one CLEAR
 * of the block (Linux {@code __split_huge_pmd}).
 */
public final class HugeSplit {
  private HugeSplit() {}

  /** Splits what is mapped huge around an address, if anything. */
  public static void at(ProcessMemory memory, long address) {
    if (memory.tables().isHuge(address)) {
      announced(memory, Layout.down(address, Layout.BLOCK));
    }
  }

  /** Announces a block in any case. */
  public static void announced(ProcessMemory memory, long block) {
    Gather gather = new Gather(memory);
    long section = memory.begin(InvalidationEvent.CLEAR, block, block + Layout.BLOCK);
    try {
      split(memory, block, gather);
    } finally {
      memory.endOnly(section);
    }
    gather.flush();
  }

  private static void split(ProcessMemory memory, long block, Gather gather) {
    memory.tables().lock();
    try {
      if (!memory.tables().isHugeLocked(block)) {
        return;
      }
      long[] leaf = memory.tables().leafLocked(block);
      if (Pte.isZeroPage(leaf[0]) || HugePage.isPart(memory.frames(), leaf[0])) {
        HugeEntries.unmark(leaf);
      } else {
        Zap.range(memory, block, block + Layout.BLOCK, gather, Zap.Extent.PAGES);
      }
    } finally {
      memory.tables().unlock();
    }
  }

  /** Splits what a range covers only in part: at most two blocks, the lower one first. */
  public static void edges(ProcessMemory memory, long start, long end) {
    long first = Layout.down(start, Layout.BLOCK);
    long last = Layout.down(end, Layout.BLOCK);
    if (start != first) {
      at(memory, start);
    }
    if (end != last && (last != first || start == first)) {
      at(memory, end);
    }
  }

  /** Splits where a device holds a page, which a fork must not share. */
  public static void pinned(ProcessMemory memory, long start, long end) {
    List<Long> blocks = new ArrayList<>();
    memory
        .tables()
        .walk(
            start,
            end,
            (base, entries, from, to) -> {
              if (Pte.isHuge(entries[from]) && holdsPinned(memory.frames(), entries)) {
                blocks.add(base);
              }
            });
    blocks.forEach(block -> announced(memory, block));
  }

  public static boolean holdsPinned(Frames frames, long[] entries) {
    for (long entry : entries) {
      if (frames.isPinned(Pte.frame(entry))) {
        return true;
      }
    }
    return false;
  }
}

package mm.machine.huge;

import java.util.Arrays;
import mm.api.InvalidationEvent;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * A write to a block that is mapped huge and may not be written in place. The huge zero page gives
 * way to a huge page; of a shared page only the mapping is split, and the page written to is copied
 * by the next fault.
 */
public final class HugeWrite {
  private HugeWrite() {}

  public static void run(Mapping mapping, long page, long entry) {
    boolean replaces = mapping.memory().kernel().replacesHugeZeroPage() && Pte.isZeroPage(entry);
    if (!replaces || !breakZeroPage(mapping, Layout.down(page, Layout.BLOCK))) {
      HugeSplit.at(mapping.memory(), page);
    }
  }

  private static boolean breakZeroPage(Mapping mapping, long block) {
    ProcessMemory memory = mapping.memory();
    mapping.prepareAnon();
    int head = memory.frames().allocateHuge();
    if (head == Frames.NONE) {
      return false;
    }
    long section = memory.begin(InvalidationEvent.CLEAR, block, block + Layout.BLOCK);
    try {
      if (!replace(mapping, block, head)) {
        memory.frames().releaseHuge(head);
      }
    } finally {
      memory.end(section);
    }
    return true;
  }

  /** As for a single page: no device may see the new page before the old one has gone. */
  private static boolean replace(Mapping mapping, long block, int head) {
    ProcessMemory memory = mapping.memory();
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(block);
      if (leaf == null || !Pte.isHuge(leaf[0]) || !Pte.isZeroPage(leaf[0])) {
        return false;
      }
      memory.changes().add(block, block + Layout.BLOCK);
      Arrays.fill(leaf, Pte.NONE);
      memory.flush(block, block + Layout.BLOCK);
      HugeEntries.fill(leaf, head, mapping.writeBits() | Pte.DIRTY);
      return true;
    } finally {
      memory.tables().unlock();
    }
  }
}

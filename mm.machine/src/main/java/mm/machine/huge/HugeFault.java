package mm.machine.huge;

import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * First touch in a block of 2 MiB that one huge page can fill: the mapping is advised HUGEPAGE and
 * holds the whole block, and there is no table of single entries yet. A read gets the huge zero
 * page, a write a huge page; silent.
 */
public final class HugeFault {
  private HugeFault() {}

  /** False when a single page has to do. */
  public static boolean run(Mapping mapping, long page, FaultKind kind) {
    long block = Layout.down(page, Layout.BLOCK);
    PageTables tables = mapping.memory().tables();
    if (!mapping.has(Flags.HUGEPAGE) || !mapping.holdsBlock(block) || tables.hasLeaf(block)) {
      return false;
    }
    mapping.prepareAnon(); // also for a read, other than with single pages
    tables.lock();
    try {
      return tables.hasLeaf(block) || installLocked(mapping, block, kind);
    } finally {
      tables.unlock();
    }
  }

  private static boolean installLocked(Mapping mapping, long block, FaultKind kind) {
    ProcessMemory memory = mapping.memory();
    if (!kind.writes()) {
      HugeEntries.fillZero(memory.tables().leafOrNewLocked(block), mapping.readBits());
      return true;
    }
    boolean fits = memory.group() == null || memory.group().hasRoomFor(Layout.ENTRIES);
    int head = fits ? memory.frames().allocateHuge() : Frames.NONE;
    if (head == Frames.NONE) {
      return false;
    }
    long bits = mapping.writeBits() | Pte.DIRTY;
    HugeEntries.fill(memory.tables().leafOrNewLocked(block), head, bits);
    return true;
  }
}

package mm.machine.reclaim;

import mm.machine.FaultOutcome;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * A fault on a page that is in the swap area; silent. Nobody else knows the page: it may be written
 * in place. Others do: it is shared read-only, and a write copies it by a fault of its own.
 */
public final class SwapIn {
  private SwapIn() {}

  public static FaultOutcome run(Mapping mapping, long page, long entry, FaultKind kind) {
    ProcessMemory memory = mapping.memory();
    memory.tables().lock();
    memory.frames().lock();
    try {
      long[] leaf = memory.tables().leafLocked(page);
      int index = PageTables.entryIndex(page);
      if (leaf == null || leaf[index] != entry) {
        return FaultOutcome.OK;
      }
      int frame = frameLocked(memory.frames(), Pte.frame(entry));
      if (frame == Frames.NONE) {
        return FaultOutcome.OUT_OF_MEMORY;
      }
      leaf[index] = Pte.of(frame, bits(mapping, frame, kind) | entry & Pte.DATA);
      return FaultOutcome.OK;
    } finally {
      memory.frames().unlock();
      memory.tables().unlock();
    }
  }

  /** The slot's page, with one more entry that leads to it, and one less that knows the slot. */
  private static int frameLocked(Frames frames, int slot) {
    int frame = frames.swap().frameLocked(slot);
    if (frame == Frames.NONE) {
      frame = frames.allocate(Frames.ANONYMOUS);
      if (frame == Frames.NONE) {
        return Frames.NONE;
      }
      frames.lazyQueue().drainLocked(); // read-ahead does
      frames.referenceToMapLocked(frame);
      frames.swap().rememberLocked(slot, frame);
      frames.swap().loadLocked(slot, frame);
    } else {
      frames.mapLocked(frame);
    }
    frames.swap().releaseLocked(slot);
    return frame;
  }

  private static long bits(Mapping mapping, int frame, FaultKind kind) {
    Frames frames = mapping.memory().frames();
    if (frames.mapCount(frame) > 1 || frames.has(frame, Frames.SWAPPED)) {
      return mapping.readBits();
    }
    return mapping.writeBits() | Pte.DIRTY | (kind.writes() ? kind.marks() : 0);
  }
}

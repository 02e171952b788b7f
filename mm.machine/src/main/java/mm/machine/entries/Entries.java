package mm.machine.entries;

import mm.machine.frames.Frames;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/** Puts single entries into the tables. */
public final class Entries {
  private Entries() {}

  /**
   * Lets a page that was not present appear; the entry takes over the caller's reference.
   *
   * @return false, with nothing changed, when something is there already
   */
  public static boolean install(ProcessMemory memory, long address, long entry) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafOrNewLocked(address);
      int index = PageTables.entryIndex(address);
      if (!Pte.isMissing(leaf[index])) {
        return false;
      }
      leaf[index] = Pte.inherit(leaf[index], entry);
      return true;
    } finally {
      memory.tables().unlock();
    }
  }

  /**
   * Adds marks or rights to an entry whose page nobody else shares, provided that it still leads to
   * the same frame.
   */
  public static void raise(ProcessMemory memory, long address, long old, long bits) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(address);
      int index = PageTables.entryIndex(address);
      if (leaf != null && Pte.sameFrame(leaf[index], old)) {
        leaf[index] = leaf[index] & ~(Pte.SHARED | Pte.FORKS) | bits;
      }
    } finally {
      memory.tables().unlock();
    }
  }

  /** Takes a mark away. */
  public static void clear(ProcessMemory memory, long address, long bits) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(address);
      if (leaf != null) {
        leaf[PageTables.entryIndex(address)] &= ~bits;
      }
    } finally {
      memory.tables().unlock();
    }
  }

  /** What the frame holds is not known any more. */
  public static void written(Frames frames, int frame) {
    if (frames.contents().knowsAny()) {
      frames.lock();
      frames.contents().forgetLocked(frame);
      frames.unlock();
    }
  }

  /** Whether an access needs no fault; a write also leaves its mark. */
  public static boolean use(ProcessMemory memory, long address, FaultKind kind) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(address);
      if (leaf == null) {
        return false;
      }
      int index = PageTables.entryIndex(address);
      if (!kind.writes()) {
        if (Pte.isReadable(leaf[index])) {
          leaf[index] &= ~Pte.OLD;
          return true;
        }
        return false;
      }
      if (!Pte.isWritable(leaf[index])) {
        return false;
      }
      leaf[index] = leaf[index] & ~Pte.OLD | kind.marks();
      if (kind != FaultKind.POPULATE) {
        written(memory.frames(), Pte.frame(leaf[index]));
      }
      return true;
    } finally {
      memory.tables().unlock();
    }
  }
}

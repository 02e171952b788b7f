package mm.machine.entries;

import mm.api.InvalidationEvent;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/** Entries that fault because a device has the only access to their page. */
public final class ExclusiveEntries {
  private ExclusiveEntries() {}

  /** The CPU touches the page: one CLEAR, and the entry is as before. */
  public static void end(Mapping mapping, long page) {
    ProcessMemory memory = mapping.memory();
    long section = memory.begin(InvalidationEvent.CLEAR, page, page + Layout.PAGE);
    try {
      memory.tables().lock();
      try {
        memory.changes().add(page, page + Layout.PAGE);
        long[] leaf = memory.tables().leafLocked(page);
        if (leaf != null) {
          int index = PageTables.entryIndex(page);
          leaf[index] = restored(mapping, leaf[index]);
        }
      } finally {
        memory.tables().unlock();
      }
    } finally {
      memory.end(section);
    }
  }

  /** The present entry that an exclusive one stands for; any other as it is. */
  public static long restored(Mapping mapping, long entry) {
    return !Pte.isPresent(entry) && Pte.is(entry, Pte.EXCLUSIVE)
        ? Pte.of(Pte.frame(entry), mapping.writeBits() | Pte.DIRTY | entry & Pte.DATA)
        : entry;
  }
}

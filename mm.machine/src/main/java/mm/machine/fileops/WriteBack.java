package mm.machine.fileops;

import mm.api.InvalidationEvent;
import mm.machine.files.CachedFile;
import mm.machine.files.Extents;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * Writes dirty pages of a regular file back, ascending. A page that is mapped is write-protected
 * first, in every shared mapping that shows it, so that the next write is seen: one PROTECTION_PAGE
 * of the page for each of them, whether it holds the page or not (Linux {@code folio_mkclean}).
 * Memory files are never written back.
 */
public final class WriteBack {
  private WriteBack() {}

  /** Fsync of a part of a file. */
  public static long run(CachedFile file, long from, long to) {
    for (long page = file.takeDirty(from, to);
        page != Extents.NONE;
        page = file.takeDirty(page + 1, to)) {
      clean(file, page);
      file.writtenBack();
    }
    return 0;
  }

  /** The mark has gone already, so a write that comes after the protection sets it anew. */
  private static void clean(CachedFile file, long page) {
    file.mappings().lock().readLock().lock();
    try {
      if (!file.isMapped(page)) {
        return;
      }
      for (Mapping mapping : Mappings.showingLocked(file, page, page + 1)) {
        if (!mapping.isPrivate()) {
          protect(mapping, mapping.addressOf(page));
        }
      }
    } finally {
      file.mappings().lock().readLock().unlock();
    }
  }

  private static void protect(Mapping mapping, long address) {
    ProcessMemory memory = mapping.memory();
    long end = address + Layout.PAGE;
    long section = memory.begin(InvalidationEvent.PROTECTION_PAGE, address, end);
    try {
      if (weaken(memory, address)) {
        memory.flush(address, end);
      }
    } finally {
      memory.end(section);
    }
  }

  private static boolean weaken(ProcessMemory memory, long address) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(address);
      int index = PageTables.entryIndex(address);
      if (leaf == null || (leaf[index] & (Pte.WRITE | Pte.DIRTY)) == 0) {
        return false;
      }
      memory.changes().add(address, address + Layout.PAGE);
      leaf[index] &= ~(Pte.WRITE | Pte.DIRTY);
      return true;
    } finally {
      memory.tables().unlock();
    }
  }
}

package mm.machine.calls;

import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.entries.Entries;
import mm.machine.faults.CopyOnWrite;
import mm.machine.faults.Faults;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * A write through the process-memory file: ignores the protection of private mappings (Linux {@code
 * FOLL_FORCE}).
 */
public final class ForcedWrite {
  private ForcedWrite() {}

  /** Bytes written, or EIO when the first page could not be. */
  public static long run(ProcessMemory memory, long address, long length) {
    long end = address + length;
    long at = address;
    while (at < end && writePage(memory, at)) {
      at = Math.min(end, Layout.pageDown(at) + Layout.PAGE);
    }
    return at > address || length == 0 ? at - address : Errno.EIO.result();
  }

  private static boolean writePage(ProcessMemory memory, long address) {
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().find(address);
      if (mapping == null || !(mapping.isPrivate() || mapping.has(Flags.WRITE))) {
        return false;
      }
      if (mapping.has(Flags.WRITE)) {
        return Faults.accessLocked(mapping, address, FaultKind.FORCED_WRITE) == FaultOutcome.OK;
      }
      boolean refused = mapping.isHugetlb() && !memory.kernel().forcesHugetlb();
      return !refused && force(mapping, Layout.pageDown(address));
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  /** The page becomes the mapping's own, but its entry does not become writable. */
  private static boolean force(Mapping mapping, long page) {
    FaultOutcome outcome = FaultOutcome.OK;
    while (outcome == FaultOutcome.OK) {
      long entry = mapping.memory().tables().get(page);
      if (Pte.isPresent(entry)
          && !Pte.isUffdWp(entry)
          && CopyOnWrite.isExclusive(mapping, page, entry)) {
        Entries.raise(mapping.memory(), page, entry, Pte.DIRTY);
        Entries.written(mapping.memory().frames(), Pte.frame(entry));
        return true;
      }
      outcome = Faults.handle(mapping, page, FaultKind.FORCED_WRITE);
    }
    return false;
  }
}

package mm.machine.faults;

import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.spi.Access;

/** Makes the pages of a range present, as if each had been touched. */
public final class Populate {
  private Populate() {}

  /** After a mapping was made or has grown: whatever fails is left for later faults. */
  public static void mapped(ProcessMemory memory, long start, long end) {
    memory.mmapLock().readLock().lock();
    try {
      for (long at = start; at < end; ) {
        Mapping mapping = memory.mappings().firstAfter(at);
        if (mapping == null || mapping.start() >= end) {
          return;
        }
        at = Math.min(mapping.end(), end);
        if (!mapping.isForeign()) {
          rangeLocked(mapping, Math.max(mapping.start(), start), at);
        }
      }
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  /** For mlock: stops at the first page that cannot be had. */
  public static long locked(ProcessMemory memory, long start, long end) {
    memory.mmapLock().readLock().lock();
    try {
      for (long at = start; at < end; ) {
        Mapping mapping = memory.mappings().firstAfter(at);
        if (mapping == null || mapping.start() >= end) {
          return 0;
        }
        long from = Math.max(mapping.start(), at);
        at = Math.min(mapping.end(), end);
        long error = mapping.isForeign() ? 0 : rangeLocked(mapping, from, at);
        if (error != 0) {
          return error;
        }
      }
      return 0;
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  /**
   * Pages of a part of a mapping: writable private memory for writing, anything else to read. The
   * queues of the CPU are empty then, whatever became of it (Linux {@code
   * populate_vma_page_range}).
   */
  public static long rangeLocked(Mapping mapping, long start, long end) {
    long error = mapping.isAccessible() ? accessible(mapping, start, end) : Errno.EFAULT.result();
    mapping.memory().frames().lazyQueue().drain();
    return error;
  }

  private static long accessible(Mapping mapping, long start, long end) {
    boolean writes = mapping.isPrivate() && mapping.has(Flags.WRITE);
    return pages(mapping, start, end, writes ? FaultKind.POPULATE : FaultKind.READ);
  }

  private static long pages(Mapping mapping, long start, long end, FaultKind kind) {
    for (long page = start; page < end; page += Layout.PAGE) {
      FaultOutcome outcome = Faults.accessLocked(mapping, page, kind);
      if (outcome != FaultOutcome.OK) {
        return error(outcome);
      }
    }
    return 0;
  }

  private static long error(FaultOutcome outcome) {
    return outcome == FaultOutcome.OUT_OF_MEMORY ? Errno.ENOMEM.result() : Errno.EFAULT.result();
  }

  /** POPULATE_READ and POPULATE_WRITE: unlike the others they say what was wrong. */
  public static long advised(ProcessMemory memory, long start, long end, Access access) {
    FaultKind kind = access == Access.WRITE ? FaultKind.POPULATE : FaultKind.READ;
    memory.mmapLock().readLock().lock();
    try {
      for (long at = start; at < end; ) {
        Mapping mapping = memory.mappings().find(at);
        if (mapping == null) {
          return Errno.ENOMEM.result();
        }
        if (!mapping.allows(access) || mapping.isForeign()) {
          return Errno.EINVAL.result();
        }
        long to = Math.min(mapping.end(), end);
        long error = pages(mapping, at, to, kind);
        if (error != 0) {
          return error;
        }
        at = to;
      }
      return 0;
    } finally {
      memory.frames().lazyQueue().drain();
      memory.mmapLock().readLock().unlock();
    }
  }
}

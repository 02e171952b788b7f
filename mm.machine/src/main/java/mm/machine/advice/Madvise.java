package mm.machine.advice;

import java.util.concurrent.locks.Lock;
import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.faults.Populate;
import mm.machine.faults.ReadAhead;
import mm.machine.fileops.HolePunch;
import mm.machine.memory.Mapping;
import mm.machine.memory.MappingAction;
import mm.machine.memory.ProcessMemory;
import mm.machine.reclaim.Pageout;
import mm.machine.tables.Layout;
import mm.spi.Access;

/** Madvise: finds what an advice does, and does it mapping by mapping. */
public final class Madvise {
  private Madvise() {}

  public static long run(ProcessMemory memory, long address, long length, Advice advice) {
    long bytes = Layout.pageUp(length);
    long end = address + bytes;
    if (!Layout.isPageAligned(address)
        || address < 0
        || (length != 0 && bytes <= 0)
        || end < address
        || !memory.kernel().knows(advice)) {
      return Errno.EINVAL.result();
    }
    return end == address ? 0 : adviseRange(memory, address, end, advice);
  }

  private static long adviseRange(ProcessMemory memory, long start, long end, Advice advice) {
    return switch (advice) {
      case POPULATE_READ -> Populate.advised(memory, start, end, Access.READ);
      case POPULATE_WRITE -> Populate.advised(memory, start, end, Access.WRITE);
      case DONTNEED, DONTNEED_LOCKED, FREE, REMOVE, COLD, PAGEOUT, WILLNEED ->
          walk(memory, start, end, advice, action(advice), memory.mmapLock().readLock());
      case GUARD_INSTALL, GUARD_REMOVE ->
          walk(memory, start, end, advice, action(advice), memory.mmapLock().readLock());
      case COLLAPSE ->
          walk(memory, start, end, advice, Collapse::apply, memory.mmapLock().writeLock());
      default ->
          walk(
              memory,
              start,
              end,
              advice,
              (mapping, from, to) -> FlagAdvice.apply(mapping, from, to, advice),
              memory.mmapLock().writeLock());
    };
  }

  private static MappingAction action(Advice advice) {
    return switch (advice) {
      case DONTNEED -> Discard::unlocked;
      case DONTNEED_LOCKED -> Discard::any;
      case FREE -> LazyFree::apply;
      case REMOVE -> HolePunch::advised;
      case PAGEOUT -> Pageout::apply;
      case GUARD_INSTALL -> GuardRegions::install;
      case GUARD_REMOVE -> GuardRegions::remove;
      case COLD -> Pageout::cool;
      default -> ReadAhead::advised;
    };
  }

  /**
   * Applies an action to every mapping of a range, ascending, until one refuses. Holes are stepped
   * over but make the whole ENOMEM.
   */
  private static long walk(
      ProcessMemory memory, long start, long end, Advice advice, MappingAction action, Lock lock) {
    lock.lock();
    try {
      return walkLocked(memory, start, end, advice, action);
    } finally {
      lock.unlock();
    }
  }

  private static long walkLocked(
      ProcessMemory memory, long start, long end, Advice advice, MappingAction action) {
    long result = 0;
    for (long at = start; at < end; ) {
      Mapping mapping = memory.mappings().firstAfter(at);
      if (mapping == null || mapping.start() >= end) {
        return Errno.ENOMEM.result();
      }
      if (at < mapping.start()) {
        result = Errno.ENOMEM.result();
        at = mapping.start();
      }
      long to = Math.min(mapping.end(), end);
      long error =
          mapping.isForeign()
              ? ForeignAdvice.apply(mapping, at, to, advice, action)
              : action.apply(mapping, at, to);
      if (error != 0) {
        return error;
      }
      at = to;
    }
    return result;
  }
}

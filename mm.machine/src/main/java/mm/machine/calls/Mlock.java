package mm.machine.calls;

import mm.machine.Errno;
import mm.machine.faults.Populate;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Cuts;
import mm.machine.vma.Joins;

/** Mlock and munlock: pages stay, or need not stay any more. */
public final class Mlock {
  private Mlock() {}

  /** Locks what lies before the first hole; pages are made present only if there is no hole. */
  public static long lock(ProcessMemory memory, long address, long length) {
    long start = Layout.pageDown(address);
    long end = Layout.pageUp(address + length);
    long error = change(memory, start, end, Flags.LOCKED);
    if (error != 0 || start == end) {
      return error;
    }
    error = Populate.locked(memory, start, end);
    return error == Errno.EFAULT.result()
        ? Errno.ENOMEM.result()
        : error == Errno.ENOMEM.result() ? Errno.EAGAIN.result() : error;
  }

  public static long unlock(ProcessMemory memory, long address, long length) {
    return change(memory, Layout.pageDown(address), Layout.pageUp(address + length), 0);
  }

  private static long change(ProcessMemory memory, long start, long end, int locked) {
    if (start < 0 || end < start) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock().writeLock().lock();
    try {
      return changeLocked(memory, start, end, locked);
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }

  private static long changeLocked(ProcessMemory memory, long start, long end, int locked) {
    for (long at = start; at < end; ) {
      Mapping mapping = memory.mappings().find(at);
      if (mapping == null) {
        return Errno.ENOMEM.result();
      }
      long to = Math.min(mapping.end(), end);
      int flags = mapping.flags() & ~Flags.LOCKED | locked;
      if (flags != mapping.flags() && !mapping.isHugetlb() && !mapping.isForeign()) {
        if (!Cuts.fit(mapping, at, to)) {
          return Errno.ENOMEM.result();
        }
        Joins.change(mapping, at, to, flags);
      }
      at = to;
    }
    return 0;
  }
}

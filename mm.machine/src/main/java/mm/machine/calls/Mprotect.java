package mm.machine.calls;

import mm.machine.Errno;
import mm.machine.Protection;
import mm.machine.faults.Populate;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Cuts;
import mm.machine.vma.Joins;

/** Mprotect: changes what mappings allow, mapping by mapping. */
public final class Mprotect {
  private Mprotect() {}

  public static long run(ProcessMemory memory, long address, long length, Protection protection) {
    if (!Layout.isPageAligned(address)) {
      return Errno.EINVAL.result();
    }
    if (length == 0) {
      return 0;
    }
    long end = address + Layout.pageUp(length);
    if (address < 0 || length < 0 || end <= address) {
      return Errno.ENOMEM.result();
    }
    memory.mmapLock().writeLock().lock();
    try {
      return protectLocked(memory, address, end, protection.bits());
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }

  /** Stops at the first hole; what lies before it has changed. */
  private static long protectLocked(ProcessMemory memory, long start, long end, int access) {
    long at = start;
    while (at < end) {
      Mapping mapping = memory.mappings().find(at);
      if (mapping == null) {
        return Errno.ENOMEM.result();
      }
      long to = Math.min(mapping.end(), end);
      long error = protectMapping(mapping, at, to, access);
      if (error != 0) {
        return error;
      }
      at = to;
    }
    return 0;
  }

  private static long protectMapping(Mapping mapping, long start, long end, int access) {
    int before = mapping.flags();
    int wanted = before & ~Flags.ACCESS | access;
    if (wanted == before) {
      return 0;
    }
    int after = account(wanted, mapping);
    ProcessMemory memory = mapping.memory();
    if (!Cuts.fit(mapping, start, end)) {
      return Errno.ENOMEM.result();
    }
    long refused = Cuts.check(mapping, start, end);
    if (refused != 0) {
      return refused;
    }
    Mapping changed = Joins.change(mapping, start, end, after);
    ProtectionChange.run(changed, start, end);
    if ((before & (Flags.WRITE | Flags.SHARED | Flags.LOCKED)) == Flags.LOCKED
        && Flags.has(after, Flags.WRITE)) {
      Populate.rangeLocked(changed, start, end);
    }
    return 0;
  }

  /** Private memory reserves swap when it becomes writable, and gives it back if still unused. */
  private static int account(int flags, Mapping mapping) {
    int before = mapping.flags();
    int exempt = Flags.ACCOUNT | Flags.WRITE | Flags.SHARED | Flags.NORESERVE | Flags.HUGETLB;
    if (Flags.has(flags, Flags.WRITE)) {
      return Flags.has(before, exempt) ? flags : flags | Flags.ACCOUNT;
    }
    boolean unused = mapping.isAnonymous() && mapping.anon() == null;
    return Flags.has(before, Flags.ACCOUNT) && unused ? flags & ~Flags.ACCOUNT : flags;
  }
}

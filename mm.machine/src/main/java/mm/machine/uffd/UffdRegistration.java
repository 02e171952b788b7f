package mm.machine.uffd;

import mm.machine.Errno;
import mm.machine.FileKind;
import mm.machine.UserfaultFeature;
import mm.machine.UserfaultMode;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Cuts;
import mm.machine.vma.Joins;

/** Registers and unregisters ranges with a userfaultfd; the whole request is checked first. */
public final class UffdRegistration {
  private UffdRegistration() {}

  public static long register(ProcessMemory memory, long start, long length, UserfaultMode mode) {
    return locked(memory, start, length, Flags.of(mode));
  }

  public static long unregister(ProcessMemory memory, long start, long length) {
    return locked(memory, start, length, 0);
  }

  private static long locked(ProcessMemory memory, long start, long length, int wanted) {
    if (!Layout.isUserRange(start, length)) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock().writeLock().lock();
    try {
      long error = check(memory, start, start + length, wanted);
      return error != 0 ? error : change(memory, start, start + length, wanted);
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }

  private static long check(ProcessMemory memory, long start, long end, int wanted) {
    Mapping mapping = memory.mappings().firstAfter(start);
    if (mapping == null || mapping.start() >= end) {
      return Errno.EINVAL.result();
    }
    if (mapping.isHugetlb() && !Hugetlb.isAligned(start)) {
      return Errno.EINVAL.result();
    }
    for (; mapping != null && mapping.start() < end; mapping = memory.mappings().after(mapping)) {
      if (wanted != 0 && Hugetlb.refusesCut(mapping, end)) {
        return Errno.EINVAL.result();
      }
      if (!mayHold(mapping, wanted == 0 ? mapping.flags() & Flags.UFFD : wanted)) {
        return Errno.EINVAL.result();
      }
    }
    return 0;
  }

  /** Any memory can be protected if the kernel lets writes through; else files cannot. */
  private static boolean mayHold(Mapping mapping, int flags) {
    boolean shared = !mapping.isAnonymous() && mapping.backing().kind() == FileKind.MEMORY;
    shared |= mapping.isHugetlb();
    boolean later = Flags.has(flags, Flags.UFFD_WP | Flags.UFFD_MINOR);
    if (shared && later && !mapping.memory().kernel().protectsMemoryFiles()) {
      return false;
    }
    if (Flags.has(flags, Flags.UFFD_MINOR) && !shared) {
      return false;
    }
    boolean async = mapping.memory().userfaultHas(UserfaultFeature.WP_ASYNC);
    return (async && flags == Flags.UFFD_WP) || mapping.isAnonymous() || shared;
  }

  private static long change(ProcessMemory memory, long start, long end, int wanted) {
    for (long at = start; at < end; ) {
      Mapping mapping = memory.mappings().firstAfter(at);
      if (mapping == null || mapping.start() >= end) {
        return 0;
      }
      long from = Math.max(at, mapping.start());
      long to = Math.min(mapping.end(), end);
      long error = changeMapping(mapping, from, to, wanted);
      if (error != 0) {
        return error;
      }
      at = to;
    }
    return 0;
  }

  private static long changeMapping(Mapping mapping, long start, long end, int wanted) {
    int flags = mapping.flags() & ~Flags.UFFD | wanted;
    if (flags == mapping.flags()) {
      return 0;
    }
    if (wanted == 0 && mapping.has(Flags.UFFD_WP)) {
      UffdProtection.run(mapping, start, end, UffdProtection.Change.RESOLVE);
    }
    if (!Cuts.fit(mapping, start, end)) {
      return Errno.ENOMEM.result();
    }
    long refused = Cuts.check(mapping, start, end);
    if (refused == 0) {
      Mapping changed = Joins.change(mapping, start, end, flags);
      if (Flags.has(wanted, Flags.UFFD_WP | Flags.UFFD_MINOR)) {
        Hugetlb.announceUnsharing(changed);
      }
    }
    return refused;
  }
}

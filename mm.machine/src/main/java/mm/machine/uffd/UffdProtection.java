package mm.machine.uffd;

import mm.api.InvalidationEvent;
import mm.machine.Errno;
import mm.machine.UserfaultFeature;
import mm.machine.entries.Populated;
import mm.machine.huge.HugeSplit;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * Protects the pages of registered mappings against writing, or takes that away. Where files or
 * unpopulated memory can be protected too, tables are made and markers put into empty entries, so
 * the whole range is announced; else it starts with the first GiB that has tables, as mprotect.
 */
public final class UffdProtection implements LeafVisitor {
  /** What happens to the protection. */
  public enum Change {
    PROTECT,
    RESOLVE
  }

  private final Mapping mapping;
  private final Change change;

  private UffdProtection(Mapping mapping, Change change) {
    this.mapping = mapping;
    this.change = change;
  }

  /** Mapping by mapping, holes are skipped; ends at the first that is not registered for it. */
  public static long change(ProcessMemory memory, long start, long length, Change change) {
    if (!Layout.isUserRange(start, length)) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock().readLock().lock();
    try {
      return changeLocked(memory, start, start + length, change);
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private static long changeLocked(ProcessMemory memory, long start, long end, Change change) {
    long result = Errno.ENOENT.result();
    Mapping mapping = memory.mappings().firstAfter(start);
    if (!memory.kernel().protectsSeveralMappings() && !holds(mapping, start, end)) {
      return result;
    }
    for (; mapping != null && mapping.start() < end; mapping = memory.mappings().after(mapping)) {
      if (!mapping.has(Flags.UFFD_WP)) {
        return Errno.ENOENT.result();
      }
      if (mapping.isHugetlb() && !(Hugetlb.isAligned(start) && Hugetlb.isAligned(end))) {
        return Errno.EINVAL.result();
      }
      run(mapping, Math.max(start, mapping.start()), Math.min(end, mapping.end()), change);
      result = 0;
    }
    return result;
  }

  private static boolean holds(Mapping mapping, long start, long end) {
    return mapping != null && mapping.start() <= start && end <= mapping.end();
  }

  static void run(Mapping mapping, long start, long end, Change change) {
    if (mapping.isHugetlb()) {
      huge(mapping, start, end, change);
    } else if (change == Change.PROTECT && usesMarkers(mapping)) {
      for (long at = start; at < end; at = Layout.down(at, Layout.TOP) + Layout.TOP) {
        long to = Math.min(end, Layout.down(at, Layout.TOP) + Layout.TOP);
        announced(mapping, at, to, change);
      }
    } else {
      Populated.each(
          mapping.memory(), start, end, (from, to) -> announced(mapping, from, to, change));
    }
  }

  /** Whether pages that are not present can be protected (Linux userfaultfd_wp_use_markers). */
  static boolean usesMarkers(Mapping mapping) {
    return mapping.has(Flags.UFFD_WP)
        && (!mapping.isAnonymous()
            || mapping.memory().userfaultHas(UserfaultFeature.WP_UNPOPULATED));
  }

  private static void announced(Mapping mapping, long start, long end, Change change) {
    ProcessMemory memory = mapping.memory();
    long section = memory.begin(InvalidationEvent.PROTECTION_VMA, start, end);
    try {
      HugeSplit.edges(memory, start, end);
      memory.changes().add(start, end);
      if (change == Change.PROTECT && usesMarkers(mapping)) {
        makeTables(mapping, start, end);
      }
      memory.tables().walk(start, end, new UffdProtection(mapping, change));
    } finally {
      memory.endAndFlush(section, start, end);
    }
  }

  /** Whatever tables there are, as an mprotect of hugetlb pages. */
  private static void huge(Mapping mapping, long start, long end, Change change) {
    ProcessMemory memory = mapping.memory();
    long from = Hugetlb.wideStart(mapping, start, end);
    long to = Hugetlb.wideEnd(mapping, start, end);
    long section = memory.begin(InvalidationEvent.PROTECTION_VMA, from, to);
    try {
      memory.changes().add(start, end);
      if (change == Change.PROTECT) {
        makeTables(mapping, start, end);
      }
      memory.tables().walk(start, end, new UffdProtection(mapping, change));
    } finally {
      memory.endAndFlush(section, start, end);
    }
  }

  private static void makeTables(Mapping mapping, long start, long end) {
    PageTables tables = mapping.memory().tables();
    for (long at = start; at < end; at = Layout.down(at, Layout.BLOCK) + Layout.BLOCK) {
      if (!mapping.isAnonymous() && !mapping.isHugetlb()) {
        HugeSplit.at(mapping.memory(), at);
      }
      tables.lock();
      tables.leafOrNewLocked(at);
      tables.unlock();
    }
  }

  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Pte.isGuard(entries[i])) {
        entries[i] = change == Change.PROTECT ? protect(entries[i]) : entries[i] & ~Pte.UFFD_WP;
      }
    }
  }

  private long protect(long entry) {
    if (Pte.isPresent(entry)) {
      return entry & ~Pte.WRITE | Pte.UFFD_WP;
    }
    return entry == Pte.NONE && usesMarkers(mapping) ? Pte.UFFD_WP : entry;
  }
}

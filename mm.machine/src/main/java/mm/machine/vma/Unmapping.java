package mm.machine.vma;

import mm.api.InvalidationEvent;
import mm.machine.Errno;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;

/**
 * Takes a range out of a memory; what munmap, mmap over, brk and mremap have in common. In two
 * steps: mappings are cut and taken out first, with the mmap lock held for writing; entries, tables
 * and pages go second, for which holding it for reading is enough.
 */
public final class Unmapping {
  private final ProcessMemory memory;
  private final long start;
  private final long end;
  private Mapping[] detached = {};
  private Mapping low;
  private Mapping high;

  private Unmapping(ProcessMemory memory, long start, long end) {
    this.memory = memory;
    this.start = start;
    this.end = end;
  }

  /** Unmaps a page-aligned range, all with the mmap lock held; 0 or a negative error number. */
  public static long run(ProcessMemory memory, long start, long end) {
    Unmapping unmapping = new Unmapping(memory, start, end);
    long error = unmapping.detach();
    unmapping.clear();
    return error;
  }

  /** Unmaps a page-aligned range; takes the mmap lock and weakens it half way, as Linux does. */
  public static long locking(ProcessMemory memory, long start, long end) {
    Unmapping unmapping = new Unmapping(memory, start, end);
    memory.mmapLock().writeLock().lock();
    return unmapping.runAndUnlock();
  }

  private long runAndUnlock() {
    long error;
    try {
      error = detach();
      memory.mmapLock().readLock().lock();
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
    try {
      clear();
      return error;
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private long detach() {
    Mappings all = memory.mappings();
    Mapping first = all.firstAfter(start);
    if (first == null || first.start() >= end) {
      return 0;
    }
    if (Hugetlb.refusesCut(first, start)) {
      return Errno.EINVAL.result();
    }
    if (first.start() < start) {
      if (end < first.end() && all.size() >= Layout.MAX_MAPPINGS) {
        return Errno.ENOMEM.result();
      }
      first = Cuts.split(first, start);
    }
    Mapping last = all.find(end);
    if (last != null && Hugetlb.refusesCut(last, end)) {
      return Errno.EINVAL.result();
    }
    int from = all.indexOf(first.start());
    detached = all.detach(from, cutEnd(all, from));
    low = all.get(from - 1);
    high = all.get(from);
    return 0;
  }

  /** Cuts the mapping that crosses the end; the number of the first one that stays. */
  private int cutEnd(Mappings all, int from) {
    int to = from;
    for (Mapping mapping = all.get(to); mapping != null && mapping.start() < end; ) {
      if (mapping.end() > end) {
        Cuts.split(mapping, end);
      }
      mapping = all.get(++to);
    }
    return to;
  }

  /**
   * One UNMAP for the whole range, whatever it holds; then tables are freed, secondary TLBs
   * flushed, pages freed. Nothing is announced when nothing was mapped.
   */
  private void clear() {
    if (detached.length == 0) {
      return;
    }
    Gather gather = new Gather(memory);
    long section = memory.begin(InvalidationEvent.UNMAP, start, end);
    try {
      announceHugetlb();
      for (Mapping each : detached) {
        Hugetlb.withdraw(each);
      }
      Zap.range(memory, start, end, gather, Zap.Extent.ALL);
    } finally {
      memory.end(section);
    }
    long floor = low == null ? 0 : low.end();
    memory.tables().free(start, end, floor, high == null ? Layout.USER_END : high.start());
    gather.flush();
    for (Mapping mapping : detached) {
      Mappings.release(mapping);
    }
  }

  /** Once more, for each mapping of huge pages, inside of the whole (Linux up to 6.1). */
  private void announceHugetlb() {
    for (Mapping each : detached) {
      if (each.isHugetlb() && memory.kernel().unmapsHugetlbNested()) {
        memory.end(
            memory.begin(
                InvalidationEvent.UNMAP,
                Hugetlb.wideStart(each, each.start(), each.end()),
                Hugetlb.wideEnd(each, each.start(), each.end())));
      }
    }
  }
}

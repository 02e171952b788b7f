package mm.machine;

import mm.api.InvalidationEvent;

/** MADV_DONTNEED: pages go now, the mapping stays; one CLEAR for each mapping. */
final class Discard {
  private Discard() {}

  static long unlocked(Mapping mapping, long start, long end) {
    return mapping.has(Flags.LOCKED) ? Errno.EINVAL.result() : any(mapping, start, end);
  }

  static long any(Mapping mapping, long start, long end) {
    if (mapping.isHugetlb()) {
      return huge(mapping, start, Layout.down(end, Layout.BLOCK));
    }
    zap(mapping, start, end, extent(mapping));
    return 0;
  }

  private static Zap.Extent extent(Mapping mapping) {
    return mapping.memory.kernel.discardsTables() ? Zap.Extent.PAGES_AND_TABLES : Zap.Extent.PAGES;
  }

  /** A huge page that is covered only in part stays. */
  private static long huge(Mapping mapping, long start, long end) {
    if (!Hugetlb.isAligned(start) || !mapping.memory.kernel.discardsHugetlb()) {
      return Errno.EINVAL.result();
    }
    if (start < end) {
      zap(mapping, start, end, extent(mapping));
    }
    return 0;
  }

  /**
   * Announces, clears, then flushes and frees. A huge page that is covered only in part is
   * announced as a whole inside the section.
   */
  static void zap(Mapping mapping, long start, long end, Zap.Extent extent) {
    ProcessMemory memory = mapping.memory;
    Gather gather = new Gather(memory);
    long section =
        memory.begin(
            InvalidationEvent.CLEAR,
            Hugetlb.wideStart(mapping, start, end),
            Hugetlb.wideEnd(mapping, start, end));
    try {
      HugeSplit.edges(memory, start, end);
      Zap.range(mapping, start, end, gather, extent);
    } finally {
      memory.end(section);
    }
    gather.flush();
  }
}

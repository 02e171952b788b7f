package mm.machine.advice;

import mm.machine.Errno;
import mm.machine.entries.Zap;
import mm.machine.huge.AnnouncedZap;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.tables.Layout;

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
    AnnouncedZap.run(mapping, start, end, extent(mapping));
    return 0;
  }

  private static Zap.Extent extent(Mapping mapping) {
    return mapping.memory().kernel().discardsTables()
        ? Zap.Extent.PAGES_AND_TABLES
        : Zap.Extent.PAGES;
  }

  /** A huge page that is covered only in part stays. */
  private static long huge(Mapping mapping, long start, long end) {
    if (!Hugetlb.isAligned(start) || !mapping.memory().kernel().discardsHugetlb()) {
      return Errno.EINVAL.result();
    }
    if (start < end) {
      long present = Hugetlb.present(mapping, start, end);
      AnnouncedZap.run(mapping, start, end, extent(mapping));
      Hugetlb.promiseAgain(mapping, present);
    }
    return 0;
  }
}

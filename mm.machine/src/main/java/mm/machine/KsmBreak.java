package mm.machine;

import java.util.ArrayList;
import java.util.List;

/** Gives merged pages of a range frames of their own again, each with a CLEAR of the one page. */
final class KsmBreak {
  private KsmBreak() {}

  /** The mmap lock is held. 0, or ENOMEM: then the pages from there on are still merged. */
  static long run(Mapping mapping, long start, long end) {
    for (long page : merged(mapping, start, end)) {
      if (Faults.handle(mapping, page, FaultKind.UNSHARE) == FaultOutcome.OUT_OF_MEMORY) {
        return Errno.ENOMEM.result();
      }
    }
    return 0;
  }

  /** Addresses of the merged pages, ascending. */
  static List<Long> merged(Mapping mapping, long start, long end) {
    Frames frames = mapping.memory().frames();
    List<Long> pages = new ArrayList<>();
    mapping
        .memory()
        .tables()
        .walk(
            start,
            end,
            (base, entries, from, to) -> {
              for (int i = from; i < to; i++) {
                if (Pte.isPresent(entries[i])
                    && frames.contents().isMerged(Pte.frame(entries[i]))) {
                  pages.add(base + i * Layout.PAGE);
                }
              }
            });
    return pages;
  }
}

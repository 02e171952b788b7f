package mm.machine.ksm;

import java.util.ArrayList;
import java.util.List;
import mm.machine.Errno;
import mm.machine.FaultOutcome;
import mm.machine.faults.Faults;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/** Gives merged pages of a range frames of their own again, each with a CLEAR of the one page. */
public final class KsmBreak {
  private KsmBreak() {}

  /** The mmap lock is held. 0, or ENOMEM: then the pages from there on are still merged. */
  public static long run(Mapping mapping, long start, long end) {
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

  /** How many pages of a range are merged now. */
  public static long count(Mappings mappings, long start, long end) {
    long pages = 0;
    for (int i = 0; i < mappings.size(); i++) {
      Mapping mapping = mappings.get(i);
      long from = Math.max(start, mapping.start());
      long to = Math.min(end, mapping.end());
      pages += from < to ? merged(mapping, from, to).size() : 0;
    }
    return pages;
  }
}

package mm.machine.oom;

import mm.machine.frames.Frames;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/** How much the machine gains when the OOM killer takes a memory. */
public final class Badness {
  private Badness() {}

  /**
   * Pages in memory or on a device, pages in the swap area, and page tables, adjusted by
   * thousandths of memory and swap area (Linux {@code oom_badness}). The hugetlb pool does not
   * count.
   */
  public static long points(ProcessMemory memory, int adjustment, long totalPages) {
    long[] points = {memory.tables().upperTables()};
    memory
        .tables()
        .walk(
            0,
            Layout.USER_END,
            (base, entries, from, to) -> {
              if (!memory.frames().isPooled(Pte.frame(entries[from]))) {
                points[0] += 1 + pages(memory.frames(), entries, from, to);
              }
            });
    return points[0] + adjustment * (totalPages / 1000);
  }

  private static int pages(Frames frames, long[] entries, int from, int to) {
    int pages = 0;
    for (int i = from; i < to; i++) {
      int frame = Pte.frame(entries[i]);
      boolean here = Pte.maps(entries[i]) && frame != Frames.ZERO && !frames.isForeign(frame);
      pages += here || Pte.is(entries[i], Pte.SWAP) ? 1 : 0;
    }
    return pages;
  }
}

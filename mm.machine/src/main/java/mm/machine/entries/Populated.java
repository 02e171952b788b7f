package mm.machine.entries;

import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;

/** The parts of a range that changes of rights announce: those with page tables. */
public final class Populated {
  /** Is given one part. */
  public interface Part {
    void run(long start, long end);
  }

  private Populated() {}

  /**
   * From the first GiB with tables on to the end of the range, judged anew in each 512 GiB; nothing
   * when there is none. Older kernels: in each GiB from the first 2 MiB with a table on.
   */
  public static void each(ProcessMemory memory, long start, long end, Part part) {
    long span = memory.kernel().announcesRightsPerSlot() ? Layout.SLOT : Layout.TOP;
    for (long at = start; at < end; at = Layout.down(at, span) + span) {
      long to = Math.min(end, Layout.down(at, span) + span);
      long from = first(memory, at, to);
      if (from < to) {
        part.run(from, to);
      }
    }
  }

  private static long first(ProcessMemory memory, long start, long end) {
    PageTables tables = memory.tables();
    long first = Math.max(start, tables.nextSlot(start, end));
    if (memory.kernel().announcesRightsPerSlot()) {
      while (first < end && !tables.hasLeaf(first)) {
        first = Layout.down(first, Layout.BLOCK) + Layout.BLOCK;
      }
    }
    return first;
  }
}

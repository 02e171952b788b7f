package mm.machine;

import java.util.List;
import java.util.Optional;

/**
 * Whom the OOM killer chooses.
 *
 * @param victim the process, empty when there is none to be killed now
 * @param reason why
 */
public record OomChoice(Optional<UserProcess> victim, Reason reason) {
  /** Why somebody, or nobody, is chosen. */
  public enum Reason {
    /** It has the most points. */
    WORST,
    /** An earlier victim has not been reaped yet. */
    WAIT,
    /** Nobody may be killed. */
    NOBODY
  }

  /** The score adjustment that protects a process. */
  public static final int NEVER = -1000;

  static OomChoice among(List<UserProcess> processes, long totalPages) {
    UserProcess worst = null;
    long most = Long.MIN_VALUE;
    for (UserProcess each : processes) {
      ProcessMemory memory = each.memory();
      if (memory.oomVictim && !memory.oomSkip) {
        return new OomChoice(Optional.empty(), Reason.WAIT);
      }
      if (!memory.oomSkip && each.oomScoreAdjustment() != NEVER) {
        long points = badness(each, totalPages);
        if (points >= most) { // of equals the later one
          most = points;
          worst = each;
        }
      }
    }
    return new OomChoice(Optional.ofNullable(worst), worst == null ? Reason.NOBODY : Reason.WORST);
  }

  /**
   * Pages in memory or on a device, pages in the swap area, and page tables, adjusted by
   * thousandths of memory and swap area (Linux {@code oom_badness}). The hugetlb pool does not
   * count.
   */
  static long badness(UserProcess process, long totalPages) {
    ProcessMemory memory = process.memory();
    long[] points = {memory.tables.upperTables()};
    memory.tables.walk(
        0,
        Layout.USER_END,
        (base, entries, from, to) -> {
          if (!memory.frames.isPooled(Pte.frame(entries[from]))) {
            points[0] += 1 + pages(entries, from, to);
          }
        });
    return points[0] + process.oomScoreAdjustment() * (totalPages / 1000);
  }

  private static int pages(long[] entries, int from, int to) {
    int pages = 0;
    for (int i = from; i < to; i++) {
      boolean here = Pte.maps(entries[i]) && Pte.frame(entries[i]) != Frames.ZERO;
      pages += here || Pte.is(entries[i], Pte.SWAP) ? 1 : 0;
    }
    return pages;
  }
}

package mm.machine.advice;

import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;

/** Process_madvise: one madvise after the other, no batching across entries. */
public final class ProcessMadvise {
  /** What one call takes of its ranges together: whole pages below 2 GiB ({@code MAX_RW_COUNT}). */
  private static final long MOST = Integer.MAX_VALUE & -Layout.PAGE;

  private ProcessMadvise() {}

  public static long run(
      ProcessMemory caller, ProcessMemory memory, Advice advice, long... ranges) {
    boolean free = caller == memory && memory.kernel().advisesItselfFreely();
    if (!free && !memory.kernel().knowsForOthers(advice)) {
      return Errno.EINVAL.result();
    }
    long advised = 0;
    for (int i = 0; i + 1 < ranges.length; i += 2) {
      long length = ranges[i + 1] < 0 ? ranges[i + 1] : Math.min(ranges[i + 1], MOST - advised);
      long error = Madvise.run(memory, ranges[i], length, advice);
      if (error != 0) {
        return advised > 0 ? advised : error;
      }
      advised += length;
    }
    return advised;
  }
}

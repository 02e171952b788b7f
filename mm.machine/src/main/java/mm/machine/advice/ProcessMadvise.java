package mm.machine.advice;

import mm.machine.Advice;
import mm.machine.Errno;
import mm.machine.memory.ProcessMemory;

/** Process_madvise: one madvise after the other, no batching across entries. */
public final class ProcessMadvise {
  private ProcessMadvise() {}

  public static long run(
      ProcessMemory caller, ProcessMemory memory, Advice advice, long... ranges) {
    boolean free = caller == memory && memory.kernel().advisesItselfFreely();
    if (!free && !memory.kernel().knowsForOthers(advice)) {
      return Errno.EINVAL.result();
    }
    long advised = 0;
    for (int i = 0; i + 1 < ranges.length; i += 2) {
      long error = Madvise.run(memory, ranges[i], ranges[i + 1], advice);
      if (error != 0) {
        return advised > 0 ? advised : error;
      }
      advised += ranges[i + 1];
    }
    return advised;
  }
}

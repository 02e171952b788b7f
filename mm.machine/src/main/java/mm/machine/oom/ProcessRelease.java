package mm.machine.oom;

import mm.machine.Errno;
import mm.machine.ReaperPolicy;
import mm.machine.memory.ProcessMemory;

/** Process_mrelease: takes the memory of a dying process from outside; the reaper's own way. */
public final class ProcessRelease {
  /** Whether a process is still there. */
  public enum Standing {
    /** It, or another process with the same memory, is not killed. */
    ALIVE,
    /** It is killed, with all that use the same memory. */
    DYING,
    EXITED
  }

  private ProcessRelease() {}

  public static long run(ProcessMemory memory, Standing standing) {
    if (!memory.kernel().hasProcessMrelease()) {
      return Errno.ENOSYS.result();
    }
    if (standing == Standing.EXITED) {
      return Errno.ESRCH.result();
    }
    if (!memory.oom().isSkipped() && standing == Standing.ALIVE) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock().readLock().lock();
    try {
      boolean done = memory.oom().isSkipped() || new Reaping(memory, ReaperPolicy.ATTEMPT).run();
      return done ? 0 : Errno.EAGAIN.result();
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }
}

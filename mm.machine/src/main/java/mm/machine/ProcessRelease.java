package mm.machine;

/** Process_mrelease: takes the memory of a dying process from outside; the reaper's own way. */
final class ProcessRelease {
  private ProcessRelease() {}

  static long run(UserProcess target) {
    KernelVersion kernel = target.machine().kernel();
    if (!kernel.hasProcessMrelease()) {
      return Errno.ENOSYS.result();
    }
    if (target.exited()) {
      return Errno.ESRCH.result();
    }
    ProcessMemory memory = target.memory();
    if (!memory.oomSkip && !isDying(target, memory)) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock.readLock().lock();
    try {
      boolean done = memory.oomSkip || new Reaping(memory, ReaperPolicy.ATTEMPT).run();
      return done ? 0 : Errno.EAGAIN.result();
    } finally {
      memory.mmapLock.readLock().unlock();
    }
  }

  /** With all that use the same memory. */
  private static boolean isDying(UserProcess target, ProcessMemory memory) {
    return target.machine().processes().stream()
        .filter(each -> each.memory() == memory)
        .allMatch(UserProcess::isDying);
  }
}

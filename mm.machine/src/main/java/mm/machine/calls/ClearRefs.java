package mm.machine.calls;

import mm.api.AddressRange;
import mm.api.InvalidationEvent;
import mm.machine.Errno;
import mm.machine.memory.ProcessMemory;

/**
 * A write to the clear_refs file. Values 1 to 3 reset marks of the CPU and tell nobody; 4 resets
 * soft-dirty marks, which is announced for all addresses even where the kernel has none.
 */
public final class ClearRefs {
  private static final int SOFT_DIRTY = 4;
  private static final int LAST = 5;

  private ClearRefs() {}

  public static long run(ProcessMemory memory, int value) {
    if (value < 1 || value > LAST) {
      return Errno.EINVAL.result();
    }
    if (value == SOFT_DIRTY) {
      memory.mmapLock().writeLock().lock();
      try {
        memory.end(memory.begin(InvalidationEvent.SOFT_DIRTY, 0, AddressRange.TOP));
        memory.flush(0, AddressRange.TOP);
      } finally {
        memory.mmapLock().writeLock().unlock();
      }
    }
    return 0;
  }
}

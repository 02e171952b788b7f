package mm.machine.calls;

import mm.machine.Errno;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Unmapping;

/** Munmap: removes mappings. */
public final class Munmap {
  private Munmap() {}

  public static long run(ProcessMemory memory, long address, long length) {
    if (!Layout.isPageAligned(address)
        || address < 0
        || address > Layout.TASK_SIZE
        || length <= 0
        || length > Layout.TASK_SIZE - address) {
      return Errno.EINVAL.result();
    }
    return Unmapping.locking(memory, address, address + Layout.pageUp(length));
  }
}

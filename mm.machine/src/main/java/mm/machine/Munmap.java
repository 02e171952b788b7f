package mm.machine;

/** Munmap: removes mappings. */
final class Munmap {
  private Munmap() {}

  static long run(ProcessMemory memory, long address, long length) {
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

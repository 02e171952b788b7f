package mm.machine;

import mm.machine.memory.Operations;
import mm.machine.memory.ProcessMemory;
import mm.machine.uffd.PagemapScan;

/**
 * The pagemap file of a process, scanned for pages that were written since a userfaultfd protected
 * them, or never were protected (Linux {@code PAGEMAP_SCAN}, 6.7). Concurrency and blocking as the
 * operations of {@link UserProcess}.
 */
public final class Pagemap {
  private final ProcessMemory memory;

  Pagemap(ProcessMemory memory) {
    this.memory = memory;
  }

  /**
   * Looks for written pages.
   *
   * @param address start, page aligned
   * @param length bytes
   * @return number of regions found, or a negative error number; ENOTTY before Linux 6.7
   */
  public long scan(long address, long length) {
    return run(address, length, PagemapScan.Purpose.LOOK);
  }

  /**
   * The same, and protects what it finds.
   *
   * @param address start, page aligned
   * @param length bytes
   * @return number of regions found; EPERM at a mapping that is not registered for protection that
   *     lets writes through, those before it are protected then
   */
  public long scanAndProtect(long address, long length) {
    return run(address, length, PagemapScan.Purpose.PROTECT);
  }

  private long run(long address, long length, PagemapScan.Purpose purpose) {
    Operations operations = memory.machine().operations();
    operations.begin("pagemap_scan", address, length, purpose);
    long result =
        memory.kernel().hasPagemapScan()
            ? PagemapScan.run(memory, address, length, purpose)
            : Errno.ENOTTY.result();
    operations.done();
    return result;
  }
}

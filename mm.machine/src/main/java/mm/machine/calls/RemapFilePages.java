package mm.machine.calls;

import java.util.EnumSet;
import java.util.Set;
import mm.machine.Errno;
import mm.machine.MapOption;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Sharing;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;

/**
 * Remap_file_pages: shows another part of a shared file in a range. Since Linux 4.0 an mmap over
 * the range with what was mapped there, populated.
 */
public final class RemapFilePages {
  private RemapFilePages() {}

  public static long run(ProcessMemory memory, long address, long length, long page) {
    long start = Layout.pageDown(address);
    long bytes = Layout.pageDown(length);
    if (start < 0 || bytes <= 0 || start + bytes <= start || page < 0) {
      return Errno.EINVAL.result();
    }
    MapRequest request;
    memory.mmapLock().writeLock().lock();
    try {
      Mapping mapping = memory.mappings().find(start);
      if (mapping == null
          || mapping.isPrivate()
          || mapping.isHugetlb()
          || mapping.isForeign()
          || !isOneFile(mapping, start + bytes)) {
        return Errno.EINVAL.result();
      }
      request = request(mapping, start, bytes, page);
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
    long result = Mmap.run(memory, request);
    return Errno.isError(result) ? result : 0;
  }

  /** The range may cover several mappings if they are alike and without a hole. */
  private static boolean isOneFile(Mapping first, long end) {
    Mapping last = first;
    while (last.end() < end) {
      Mapping next = first.memory().mappings().after(last);
      if (next == null
          || next.start() != last.end()
          || next.backing() != first.backing()
          || next.flags() != first.flags()) {
        return false;
      }
      last = next;
    }
    return true;
  }

  private static MapRequest request(Mapping mapping, long start, long bytes, long page) {
    Set<MapOption> options = EnumSet.of(MapOption.POPULATE);
    if (mapping.has(Flags.LOCKED)) {
      options.add(MapOption.LOCKED);
    }
    return new MapRequest(
        start,
        bytes,
        Flags.protection(mapping.flags()),
        Sharing.SHARED,
        Placement.FIXED,
        mapping.backing(),
        page << Layout.PAGE_SHIFT,
        options);
  }
}

package mm.machine.calls;

import mm.machine.Errno;
import mm.machine.FileKind;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Sharing;
import mm.machine.files.CachedFile;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Unmapping;

/** System V shared memory: attaching and detaching a segment, which is a memory file. */
public final class SharedSegment {
  private SharedSegment() {}

  /** Shmat at an address that has to be free. */
  public static long attach(ProcessMemory memory, CachedFile segment, long address) {
    if (segment.isGone()) {
      return Errno.EINVAL.result();
    }
    MapRequest request =
        MapRequest.file(segment, 0, segment.pages() << Layout.PAGE_SHIFT)
            .at(address, Placement.FIXED_NOREPLACE)
            .with(Sharing.SHARED);
    long result = Mmap.run(memory, request);
    return result == Errno.EEXIST.result() ? Errno.EINVAL.result() : result;
  }

  /**
   * Shmdt: unmaps, one by one, the pieces that are left of the segment attached at an address, each
   * still where it was attached.
   */
  public static long detach(ProcessMemory memory, long address) {
    if (!Layout.isPageAligned(address) || address < 0) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock().writeLock().lock();
    try {
      CachedFile segment = null;
      Mapping next = memory.mappings().firstAfter(address);
      while (next != null && (segment == null || isWithin(next, address, segment))) {
        Mapping mapping = next;
        next = memory.mappings().after(mapping);
        if (isPiece(mapping, address, segment)) {
          segment = mapping.backing();
          Unmapping.run(memory, mapping.start(), mapping.end());
        }
      }
      return segment == null ? Errno.EINVAL.result() : 0;
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }

  private static boolean isWithin(Mapping mapping, long address, CachedFile segment) {
    return mapping.end() - address <= segment.pages() << Layout.PAGE_SHIFT;
  }

  private static boolean isPiece(Mapping mapping, long address, CachedFile segment) {
    boolean same =
        segment == null
            ? mapping.backing() != null && mapping.backing().kind() == FileKind.SEGMENT
            : mapping.backing() == segment;
    return same && mapping.start() - address == mapping.offset() << Layout.PAGE_SHIFT;
  }
}

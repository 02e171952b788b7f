package mm.machine.calls;

import mm.api.InvalidationEvent;
import mm.machine.Backing;
import mm.machine.Errno;
import mm.machine.FileKind;
import mm.machine.MapOption;
import mm.machine.MapRequest;
import mm.machine.Placement;
import mm.machine.Sharing;
import mm.machine.faults.ForeignPages;
import mm.machine.faults.Populate;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Flags;
import mm.machine.memory.GapSearch;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Joins;
import mm.machine.vma.Unmapping;

/** Mmap: makes a mapping. */
public final class Mmap {
  private Mmap() {}

  public static long run(ProcessMemory memory, MapRequest request) {
    boolean huge = request.options().contains(MapOption.HUGETLB);
    long length = Layout.up(request.length(), huge ? Layout.BLOCK : Layout.PAGE);
    long error = check(request, length);
    if (error != 0) {
      return error;
    }
    long address;
    memory.mmapLock().writeLock().lock();
    try {
      address = mapLocked(memory, request, length);
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
    if (!Errno.isError(address) && populates(request)) {
      Populate.mapped(memory, address, address + length);
    }
    return address;
  }

  private static boolean populates(MapRequest request) {
    return request.options().contains(MapOption.POPULATE)
        || request.options().contains(MapOption.LOCKED);
  }

  private static long check(MapRequest request, long length) {
    if (request.length() == 0 || !Layout.isPageAligned(request.offset())) {
      return Errno.EINVAL.result();
    }
    if (request.options().contains(MapOption.HUGETLB) && !hugeFits(request)) {
      return Errno.EINVAL.result();
    }
    if (request.length() < 0 || length <= 0 || length > Layout.TASK_SIZE) {
      return Errno.ENOMEM.result();
    }
    if (request.offset() < 0 || request.offset() + length < 0) {
      return Errno.EOVERFLOW.result();
    }
    if (isForeign(request)
        && (request.offset() + length) >>> Layout.PAGE_SHIFT > request.file().pages()) {
      return Errno.EINVAL.result();
    }
    return 0;
  }

  private static boolean isForeign(MapRequest request) {
    return request.file().kind() == FileKind.DEVICE;
  }

  /** Only fresh memory; where the kernel chooses, it aligns. */
  private static boolean hugeFits(MapRequest request) {
    return request.file() == Backing.ANONYMOUS
        && (request.placement() == Placement.ANYWHERE || Hugetlb.isAligned(request.address()));
  }

  private static long mapLocked(ProcessMemory memory, MapRequest request, long length) {
    if (memory.mappings().size() > Layout.MAX_MAPPINGS) {
      return Errno.ENOMEM.result();
    }
    long address = place(memory, request, length);
    if (Errno.isError(address)) {
      return address;
    }
    if (request.placement() == Placement.FIXED) {
      long error = replace(memory, request, address, address + length);
      if (error != 0) {
        return error;
      }
    }
    Mapping made = make(memory, request, address, length);
    if (made.isHugetlb() && !made.has(Flags.NORESERVE) && !promised(made)) {
      return Errno.ENOMEM.result();
    }
    made = Joins.add(made, null);
    if (made.isForeign()) {
      ForeignPages.install(made);
    }
    return address;
  }

  /**
   * Unmaps what is there. With it a removed segment may go that was to be mapped again: the new
   * mapping is taken back, which is announced as well (Linux {@code shm_mmap}).
   */
  private static long replace(ProcessMemory memory, MapRequest request, long start, long end) {
    long error = Unmapping.run(memory, start, end);
    if (error == 0 && isGoneSegment(request.file())) {
      memory.end(memory.begin(InvalidationEvent.UNMAP, start, end));
      return Errno.EINVAL.result();
    }
    return error;
  }

  private static boolean isGoneSegment(Backing file) {
    return file.kind() == FileKind.SEGMENT && CachedFile.of(file).isGone();
  }

  /** Whether the pool has pages for all of it. */
  private static boolean promised(Mapping made) {
    if (!made.isPrivate()) {
      return made.backing().promiseHuge();
    }
    Frames frames = made.memory().frames();
    frames.lock();
    try {
      return frames.poolLocked().promiseLocked((made.end() - made.start()) / Layout.BLOCK);
    } finally {
      frames.unlock();
    }
  }

  private static long place(ProcessMemory memory, MapRequest request, long length) {
    long address = request.address();
    if (request.placement() == Placement.ANYWHERE) {
      return findGap(memory, request, length);
    }
    if (address < 0 || address > Layout.TASK_SIZE - length) {
      return Errno.ENOMEM.result();
    }
    if (!Layout.isPageAligned(address)) {
      return Errno.EINVAL.result();
    }
    boolean taken = memory.mappings().overlaps(address, address + length);
    return taken && request.placement() == Placement.FIXED_NOREPLACE
        ? Errno.EEXIST.result()
        : address;
  }

  private static long findGap(ProcessMemory memory, MapRequest request, long length) {
    if (!request.options().contains(MapOption.HUGETLB)) {
      return GapSearch.find(memory, Layout.pageDown(request.address()), length);
    }
    long wish = Layout.up(request.address(), Layout.BLOCK);
    long found = GapSearch.find(memory, wish, length);
    if (Errno.isError(found) || Hugetlb.isAligned(found)) {
      return found;
    }
    found = GapSearch.find(memory, 0, length + Layout.BLOCK);
    return Errno.isError(found) ? found : Layout.up(found, Layout.BLOCK);
  }

  private static Mapping make(ProcessMemory memory, MapRequest request, long address, long length) {
    CachedFile backing = backing(memory, request, length);
    long offset = offset(request, backing, address) >>> Layout.PAGE_SHIFT;
    Mapping made = new Mapping(memory, backing, address, address + length, offset);
    made.setFlags(flags(request));
    return made;
  }

  private static long offset(MapRequest request, CachedFile backing, long address) {
    if (request.file() == Backing.ANONYMOUS) {
      return backing == null ? address : 0;
    }
    return request.offset();
  }

  /** Shared anonymous memory is a nameless memory file, one for each mmap. */
  private static CachedFile backing(ProcessMemory memory, MapRequest request, long length) {
    if (request.file() != Backing.ANONYMOUS) {
      return CachedFile.of(request.file());
    }
    boolean huge = request.options().contains(MapOption.HUGETLB);
    return huge || request.sharing() == Sharing.SHARED
        ? CachedFile.sharedAnonymous(memory.frames(), length >>> Layout.PAGE_SHIFT)
        : null;
  }

  private static int flags(MapRequest request) {
    int flags = request.protection().bits();
    if (request.sharing() == Sharing.SHARED) {
      flags |= Flags.SHARED;
    }
    if (request.options().contains(MapOption.LOCKED)) {
      flags |= Flags.LOCKED;
    }
    if (request.options().contains(MapOption.NORESERVE)) {
      flags |= Flags.NORESERVE;
    }
    if (isForeign(request)) {
      return flags & ~Flags.LOCKED | Flags.PFNMAP | Flags.DONTDUMP;
    }
    if (request.options().contains(MapOption.HUGETLB)) {
      return flags & ~Flags.LOCKED | Flags.HUGETLB;
    }
    return Flags.accountable(flags) ? flags | Flags.ACCOUNT : flags;
  }
}

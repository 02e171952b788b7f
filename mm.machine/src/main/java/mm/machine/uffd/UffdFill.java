package mm.machine.uffd;

import mm.machine.Errno;
import mm.machine.FileKind;
import mm.machine.UserfaultFeature;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/** Fills missing pages of one registered mapping, silently. */
public final class UffdFill {
  /** What a page gets. */
  public enum Source {
    DATA,
    ZEROS,
    /** The page that the memory file's cache holds. */
    CACHE
  }

  private UffdFill() {}

  public static long run(ProcessMemory memory, long start, long length, Source source) {
    boolean known =
        source != Source.CACHE || memory.kernel().version().knows(UserfaultFeature.MINOR_SHMEM);
    if (!known || !Layout.isUserRange(start, length)) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock().readLock().lock();
    try {
      Mapping mapping = memory.mappings().find(start);
      prepare(mapping);
      if (mapping == null || !mapping.has(Flags.UFFD) || start + length > mapping.end()) {
        return Errno.ENOENT.result();
      }
      return fill(mapping, start, start + length, source);
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  /**
   * A private target can hold pages from now on, whatever is found wrong with it later (Linux 6.8,
   * {@code uffd_mfill_lock}).
   */
  static void prepare(Mapping target) {
    if (target != null && target.isPrivate() && !target.isHugetlb()) {
      target.prepareAnon();
    }
  }

  private static long fill(Mapping mapping, long start, long end, Source source) {
    if (mapping.isHugetlb()) {
      return HugetlbFill.run(mapping, start, end, source);
    }
    boolean memoryFile = !mapping.isAnonymous() && mapping.backing().kind() == FileKind.MEMORY;
    if (!memoryFile && (!mapping.isAnonymous() || source == Source.CACHE)) {
      return Errno.EINVAL.result();
    }
    for (long page = start; page < end; page += Layout.PAGE) {
      long error = page(mapping, page, source);
      if (error != 0) {
        return page > start ? Errno.EAGAIN.result() : error;
      }
    }
    return 0;
  }

  private static long page(Mapping mapping, long page, Source source) {
    if (!mapping.isAnonymous() && mapping.offsetAt(page) >= mapping.backing().pages()) {
      return Errno.EFAULT.result();
    }
    if (source == Source.CACHE) {
      return cached(mapping, page);
    }
    return mapping.isPrivate() ? own(mapping, page, source) : shared(mapping, page, source);
  }

  private static long cached(Mapping mapping, long page) {
    int frame = mapping.backing().cached(mapping.offsetAt(page));
    return frame == Frames.ZERO ? Errno.EFAULT.result() : map(mapping, page, frame, 0);
  }

  /** A page that the cache has already is somebody else's. */
  private static long shared(Mapping mapping, long page, Source source) {
    CachedFile file = mapping.backing();
    long index = mapping.offsetAt(page);
    if (file.cached(index) != Frames.ZERO) {
      return Errno.EEXIST.result();
    }
    int frame = file.cachedOrRead(index);
    return frame == Frames.NONE
        ? Errno.ENOMEM.result()
        : map(mapping, page, frame, source == Source.DATA ? Pte.DATA : 0);
  }

  private static long map(Mapping mapping, long page, int frame, long bits) {
    PageTables tables = mapping.memory().tables();
    long rights = mapping.isPrivate() ? mapping.readBits() : mapping.writeBits() | Pte.DIRTY;
    tables.lock();
    try {
      long[] leaf = tables.leafOrNewLocked(page);
      int index = PageTables.entryIndex(page);
      if (!Pte.isUnused(leaf[index])
          || !mapping.backing().mapIfStill(mapping.offsetAt(page), frame)) {
        return Errno.EEXIST.result();
      }
      leaf[index] = Pte.of(frame, rights | bits);
      if ((rights & Pte.DIRTY) != 0) {
        mapping.backing().markDirty(mapping.offsetAt(page));
      }
      return 0;
    } finally {
      tables.unlock();
    }
  }

  private static long own(Mapping mapping, long page, Source source) {
    int frame =
        source == Source.ZEROS ? Frames.ZERO : mapping.memory().frames().allocate(Frames.ANONYMOUS);
    if (frame == Frames.NONE) {
      return Errno.ENOMEM.result();
    }
    if (install(mapping, page, frame)) {
      return 0;
    }
    mapping.memory().frames().release(frame);
    return Errno.EEXIST.result();
  }

  /** Data replaces markers, zeros only nothing at all. */
  private static boolean install(Mapping mapping, long page, int frame) {
    PageTables tables = mapping.memory().tables();
    Frames frames = mapping.memory().frames();
    tables.lock();
    frames.lock();
    try {
      long[] leaf = tables.leafOrNewLocked(page);
      int index = PageTables.entryIndex(page);
      boolean zero = frame == Frames.ZERO;
      if (zero ? leaf[index] != Pte.NONE : !Pte.isUnused(leaf[index])) {
        return false;
      }
      frames.referenceToMapLocked(frame);
      long bits = zero ? mapping.readBits() : mapping.writeBits() | Pte.DIRTY | Pte.DATA;
      leaf[index] = Pte.of(frame, bits);
      return true;
    } finally {
      frames.unlock();
      tables.unlock();
    }
  }
}

package mm.machine.fileops;

import mm.machine.Errno;
import mm.machine.FileKind;
import mm.machine.entries.Zap;
import mm.machine.files.CachedFile;
import mm.machine.huge.AnnouncedZap;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;
import mm.machine.tables.Layout;

/**
 * Takes pages out of a file and out of every mapping that shows them, in whichever memory: hole
 * punching, MADV_REMOVE and truncation. Runs under the file's list of mappings, not under the mmap
 * locks of the memories concerned.
 */
public final class HolePunch {
  private HolePunch() {}

  /** MADV_REMOVE on a part of a mapping. */
  public static long advised(Mapping mapping, long start, long end) {
    if (mapping.has(Flags.LOCKED) || mapping.isAnonymous()) {
      return Errno.EINVAL.result();
    }
    if (mapping.isPrivate()) {
      return Errno.EACCES.result();
    }
    if (mapping.isForeign()) {
      return Errno.ENODEV.result();
    }
    boolean huge = mapping.isHugetlb(); // only whole huge pages go
    long from = huge ? Layout.up(start, Layout.BLOCK) : start;
    long to = huge ? Layout.down(end, Layout.BLOCK) : end;
    pages(mapping.backing(), mapping.offsetAt(from), mapping.offsetAt(to));
    return 0;
  }

  /** Fallocate PUNCH_HOLE: whole pages inside the range go; the size stays. */
  public static long run(CachedFile file, long offset, long length) {
    if (offset < 0 || length <= 0 || offset + length < 0) {
      return Errno.EINVAL.result();
    }
    if (file.kind() == FileKind.DEVICE) {
      return Errno.ENODEV.result();
    }
    if (file.kind() != FileKind.REGULAR) {
      punch(file, offset, offset + length);
    } else if (offset < file.bytes()) {
      punch(file, offset, endOnDisk(file, offset + length));
    }
    return 0;
  }

  /** What reaches behind the end of the file takes all of its last page. */
  private static long endOnDisk(CachedFile file, long end) {
    return end > file.bytes() ? Layout.pageUp(file.bytes()) : end;
  }

  /**
   * A hole inside of the first page unmaps all of the file, though nothing goes: its last page
   * comes out as -1, which is taken for no end ({@code truncate_pagecache_range}, {@code
   * shmem_fallocate}).
   */
  private static void punch(CachedFile file, long start, long end) {
    long from = Layout.pageUp(start) >>> Layout.PAGE_SHIFT;
    long to = end >>> Layout.PAGE_SHIFT;
    if (to == 0) {
      unmap(file, from, Long.MAX_VALUE, Zap.Extent.FILE_PAGES);
    } else if (from < to) {
      pages(file, from, to);
    }
    zeroEdges(file, start, end);
  }

  /** What is left of a page keeps its place; the file system zeroes the rest and writes it back. */
  private static void zeroEdges(CachedFile file, long start, long end) {
    if (!Layout.isPageAligned(start)) {
      file.zeroPart(start >>> Layout.PAGE_SHIFT);
    }
    if (!Layout.isPageAligned(end)) {
      file.zeroPart(end >>> Layout.PAGE_SHIFT);
    }
  }

  /** A disk file system leaves alone what lies behind the end of the file. */
  private static void pages(CachedFile file, long from, long wanted) {
    long to = file.kind() == FileKind.REGULAR ? Math.min(wanted, file.pages()) : wanted;
    if (from >= to) {
      return;
    }
    unmap(file, from, to, Zap.Extent.FILE_PAGES);
    file.dropCached(from, to);
  }

  /**
   * Ftruncate: what lies behind the new end goes, private copies too. Announced twice, before and
   * after the cache was emptied, since a fault may come between. A disk file system does so also
   * when the file grows; a memory file only when it loses pages.
   */
  public static long truncate(CachedFile file, long bytes) {
    if (bytes < 0 || file.kind() == FileKind.DEVICE) {
      return Errno.EINVAL.result();
    }
    long before = file.pages();
    long after = Layout.pageUp(bytes) >>> Layout.PAGE_SHIFT;
    file.resize(bytes);
    if (after < before || file.kind() == FileKind.REGULAR) {
      unmap(file, after, Long.MAX_VALUE, Zap.Extent.PAGES);
      file.dropCached(after, Long.MAX_VALUE);
      unmap(file, after, Long.MAX_VALUE, Zap.Extent.PAGES);
    }
    if (!Layout.isPageAligned(bytes)) {
      file.zeroPart(bytes >>> Layout.PAGE_SHIFT);
    }
    return 0;
  }

  /** One CLEAR for each mapping that shows a page of the range, clipped to it. */
  private static void unmap(CachedFile file, long from, long to, Zap.Extent extent) {
    file.mappings().lock().readLock().lock();
    try {
      for (Mapping mapping : Mappings.showingLocked(file, from, to)) {
        long first = Math.max(0, from - mapping.offset());
        long last = Math.min(mapping.pages(), to - mapping.offset());
        AnnouncedZap.run(mapping, at(mapping, first), at(mapping, last), extent);
      }
    } finally {
      file.mappings().lock().readLock().unlock();
    }
  }

  private static long at(Mapping mapping, long page) {
    return mapping.start() + (page << Layout.PAGE_SHIFT);
  }
}

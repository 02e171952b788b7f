package mm.machine.files;

import java.util.concurrent.locks.ReentrantLock;
import mm.machine.Backing;
import mm.machine.FileKind;
import mm.machine.frames.Frames;
import mm.machine.frames.StoredContents;
import mm.machine.tables.Layout;

/**
 * A file, or shared memory: its page cache, its size, what the disk holds, and the mappings of it.
 * Lives until it is closed and no mapping is left, then its cached pages are freed. May be used
 * from any thread.
 */
public final class CachedFile implements Backing {
  private final String name;
  private final FileKind kind;
  private final Frames frames;
  private final PageCache cache = new PageCache();

  private final SwappedPages swapped = new SwappedPages();

  private final PromisedPages promised = new PromisedPages();

  private final FileMappings mappings = new FileMappings();

  /** Guards the cache and the size. */
  private final ReentrantLock cacheLock = new ReentrantLock();

  private final WrittenPages written;

  /** What pages hold that left the cache. */
  private final StoredContents away = new StoredContents();

  private volatile long bytes;

  /** Guarded by the lock of the mappings. */
  private boolean open = true;

  public CachedFile(String name, FileKind kind, Frames frames, long pages) {
    this.name = name;
    this.kind = kind;
    this.frames = frames;
    this.written = new WrittenPages(kind);
    this.bytes = pages << Layout.PAGE_SHIFT;
  }

  public FileMappings mappings() {
    return mappings;
  }

  public static CachedFile sharedAnonymous(Frames frames, long pages) {
    CachedFile made = new CachedFile("shared", FileKind.MEMORY, frames, pages);
    made.open = false;
    return made;
  }

  /**
   * What a machine made; a file of one's own is refused.
   *
   * @throws IllegalArgumentException for any other
   */
  public static CachedFile of(Backing file) {
    if (file instanceof CachedFile made) {
      return made;
    }
    throw new IllegalArgumentException("not a file of a machine (Machine.createFile): " + file);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FileKind kind() {
    return kind;
  }

  @Override
  public long pages() {
    return Layout.pageUp(bytes) >>> Layout.PAGE_SHIFT;
  }

  public long bytes() {
    return bytes;
  }

  public void resize(long newBytes) {
    zeroEnd(newBytes);
    bytes = newBytes;
  }

  /** The disk holds data for all pages. */
  public void stored() {
    cacheLock.lock();
    written.storeAll(pages());
    cacheLock.unlock();
    writtenBack();
  }

  /** A page was written, or is about to be. */
  public void markDirty(long page) {
    cacheLock.lock();
    written.mark(page);
    cacheLock.unlock();
  }

  /** A write of the CPU went through an entry; of regular files the fault before it has told. */
  public void writtenThroughEntry(long page) {
    if (kind != FileKind.REGULAR) {
      markDirty(page);
    }
  }

  /**
   * A file reaches up to what was written, also when no byte could be copied to where a write began
   * (Linux {@code shmem_write_end}, {@code ext4_da_do_write_end}).
   */
  public void extendTo(long end) {
    zeroEnd(end);
    cacheLock.lock();
    bytes = Math.max(bytes, end);
    cacheLock.unlock();
  }

  /**
   * A disk file is about to end behind where it does: what its last page has behind the end is
   * zeroed, and written back (ext4).
   */
  private void zeroEnd(long newBytes) {
    long end = bytes;
    if (kind == FileKind.REGULAR && newBytes > end && !Layout.isPageAligned(end)) {
      zeroPart(end >>> Layout.PAGE_SHIFT);
    }
  }

  /**
   * Zeroes a part of a page, which becomes dirty: of a regular file it is read, but not if it is a
   * hole on disk; of a memory file only what is in the cache is meant.
   */
  public void zeroPart(long page) {
    cacheLock.lock();
    try {
      boolean cached = cache.get(page) != Frames.ZERO;
      boolean read = kind == FileKind.REGULAR && written.isStored(page);
      if (read ? cachedOrRead(page) != Frames.NONE : cached && kind != FileKind.REGULAR) {
        markDirty(page);
      }
    } finally {
      cacheLock.unlock();
    }
  }

  /** Takes the mark from the first dirty page of a range; {@link Extents#NONE} if none is. */
  public long takeDirty(long from, long to) {
    cacheLock.lock();
    long page = written.takeDirty(from, to);
    cacheLock.unlock();
    return page;
  }

  /** Pages were written back: the queues of the CPU are empty. */
  public void writtenBack() {
    frames.lazyQueue().drain();
  }

  /** Whether anybody maps a page. */
  public boolean isMapped(long page) {
    int frame = cached(page);
    return frame != Frames.ZERO && frames.mapCount(frame) > 0;
  }

  /** Drops the cached pages that are neither dirty nor mapped. */
  public void dropClean() {
    if (kind == FileKind.REGULAR) {
      frames.lazyQueue().drain();
    }
    cacheLock.lock();
    try {
      for (long page = 0; kind == FileKind.REGULAR && page < pages(); page++) {
        int frame = cache.get(page);
        if (frame != Frames.ZERO && !written.isDirty(page) && frames.mapCount(frame) == 0) {
          frames.lock();
          leaveLocked(page, frame);
          frames.unlock();
        }
      }
    } finally {
      cacheLock.unlock();
    }
  }

  /** The cached frame of a page, or {@link Frames#ZERO}. */
  public int cached(long page) {
    cacheLock.lock();
    try {
      return cache.get(page);
    } finally {
      cacheLock.unlock();
    }
  }

  /** The frame of a page, made when it is not cached; {@link Frames#NONE} when no frame is left. */
  public int cachedOrRead(long page) {
    cacheLock.lock();
    try {
      int frame = cache.get(page);
      if (frame == Frames.ZERO) {
        frame = kind == FileKind.DEVICE ? frames.allocateForeign() : frames.allocate((byte) 0);
        if (frame != Frames.NONE) {
          cache.put(page, frame);
          frames.lock();
          away.loadLocked(page, frames.contents(), frame, initial(page));
          swapped.forgetLocked(frames.swap(), page, page + 1);
          frames.unlock();
        }
      }
      return frame;
    } finally {
      cacheLock.unlock();
    }
  }

  /** A cached page is written as a whole, where contents are kept. */
  public void fill(long page, long value) {
    cacheLock.lock();
    frames.lock();
    try {
      if (frames.contents().isKept()) {
        frames.contents().putLocked(cache.get(page), value);
      }
    } finally {
      frames.unlock();
      cacheLock.unlock();
    }
  }

  /** What the disk holds from the beginning: no two pages the same, holes are zeros. */
  private long initial(long page) {
    return written.isStored(page) ? (name.hashCode() * 31L + page) * 0x9E3779B97F4A7C15L : 0;
  }

  /** Asks the hugetlb pool for a promise of all pages; whether it gave it. */
  public boolean promiseHuge() {
    cacheLock.lock();
    frames.lock();
    try {
      return promised.promiseAllLocked(frames.poolLocked(), pages());
    } finally {
      frames.unlock();
      cacheLock.unlock();
    }
  }

  /** The frames of a page of 2 MiB, likewise from the hugetlb pool. */
  public int cachedHuge(long first) {
    cacheLock.lock();
    frames.lock();
    int head = cache.get(first);
    if (head == Frames.ZERO) {
      head = frames.allocatePooled((byte) 0, promised.claim(first));
      if (head != Frames.NONE) {
        promised.keptLocked(first);
      }
      for (int i = 0; head != Frames.NONE && i < Layout.ENTRIES; i++) {
        frames.mapToReferenceLocked(head + i);
        cache.put(first + i, head + i);
      }
    }
    frames.unlock();
    cacheLock.unlock();
    return head;
  }

  /**
   * Adds to the map count of a frame if it is still the page's: a truncation may have come between.
   * Called under the page-table lock.
   */
  public boolean mapIfStill(long page, int frame) {
    cacheLock.lock();
    frames.lock();
    try {
      boolean still = page < pages() && cache.get(page) == frame;
      if (still) {
        frames.mapLocked(frame);
      }
      return still;
    } finally {
      frames.unlock();
      cacheLock.unlock();
    }
  }

  /** Whether any page of a range is cached. */
  public boolean hasCached(long from, long to) {
    cacheLock.lock();
    try {
      long page = from;
      while (page < to && cache.get(page) == Frames.ZERO) {
        page++;
      }
      return page < to || swapped.hasAny(from, to);
    } finally {
      cacheLock.unlock();
    }
  }

  /**
   * Reclaims a page that nobody maps any more, if what it holds is not lost: a page of a memory
   * file that was ever written needs room in the swap area.
   */
  public void reclaim(long page) {
    cacheLock.lock();
    frames.lock();
    try {
      int frame = cache.get(page);
      if (frame != Frames.ZERO && frames.mapCount(frame) == 0 && findsPlaceLocked(page)) {
        leaveLocked(page, frame);
      }
    } finally {
      frames.unlock();
      cacheLock.unlock();
    }
  }

  /** Whether the disk holds the page, nothing has to be held, or the swap area takes it. */
  private boolean findsPlaceLocked(long page) {
    if (kind == FileKind.REGULAR) {
      return !written.isDirty(page);
    }
    return !written.isStored(page) || swapped.swapOutLocked(frames.swap(), page);
  }

  /** Its contents stay, on disk or in the swap area. */
  private void leaveLocked(long page, int frame) {
    away.saveLocked(page, frames.contents(), frame);
    cache.dropLocked(page, page + 1, frames);
  }

  /** Empties a range of the file: its pages are gone from cache and disk. */
  public void dropCached(long from, long to) {
    cacheLock.lock();
    frames.lock();
    try {
      written.forget(from, to);
      swapped.forgetLocked(frames.swap(), from, to);
      promised.withdrawLocked(frames.poolLocked(), from, to);
      away.dropLocked(from, to);
      cache.dropLocked(from, to, frames);
    } finally {
      frames.unlock();
      cacheLock.unlock();
    }
  }

  /** Whether nobody can map it any more: a segment was removed, and its last mapping has gone. */
  public boolean isGone() {
    mappings.lock().readLock().lock();
    try {
      return isGoneLocked();
    } finally {
      mappings.lock().readLock().unlock();
    }
  }

  private boolean isGoneLocked() {
    return !open && mappings.isEmptyLocked();
  }

  /** Frees the cached pages if nobody can reach them any more. */
  public void freeIfUnused() {
    mappings.lock().readLock().lock();
    try {
      if (kind != FileKind.DEVICE && isGoneLocked()) {
        dropCached(0, Long.MAX_VALUE);
      }
    } finally {
      mappings.lock().readLock().unlock();
    }
  }

  @Override
  public void close() {
    mappings.lock().writeLock().lock();
    open = false;
    mappings.lock().writeLock().unlock();
    freeIfUnused();
  }

  @Override
  public String toString() {
    return name;
  }
}

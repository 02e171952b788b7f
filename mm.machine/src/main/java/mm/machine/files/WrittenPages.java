package mm.machine.files;

import mm.machine.FileKind;

/**
 * Which pages of a file were written, and which differ from the disk. Guarded by its cache lock.
 */
final class WrittenPages {
  private final FileKind kind;

  /** Pages of a regular file that differ from the disk. */
  private final Extents dirty = new Extents();

  /**
   * Pages of a regular file that the disk holds, or will hold after write-back; of a memory file
   * those that were ever written.
   */
  private final Extents stored = new Extents();

  WrittenPages(FileKind kind) {
    this.kind = kind;
  }

  void storeAll(long pages) {
    stored.add(0, pages);
  }

  void mark(long page) {
    if (kind == FileKind.REGULAR) {
      dirty.add(page, page + 1);
    }
    if (!stored.contains(page)) {
      stored.add(page, page + 1);
    }
  }

  /** Takes the mark from the first dirty page of a range; {@link Extents#NONE} if none is. */
  long takeDirty(long from, long to) {
    long page = from < to ? dirty.next(from) : Extents.NONE;
    if (page >= to || page == Extents.NONE) {
      return Extents.NONE;
    }
    dirty.remove(page, page + 1);
    return page;
  }

  boolean isDirty(long page) {
    return dirty.contains(page);
  }

  boolean isStored(long page) {
    return stored.contains(page);
  }

  void forget(long from, long to) {
    dirty.remove(from, to);
    stored.remove(from, to);
  }
}

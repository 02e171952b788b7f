package mm.machine.faults;

import mm.machine.FaultOutcome;
import mm.machine.FileKind;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/** A fault on a page of a file or of shared memory that is not present. */
final class FileFault {
  /** Linux {@code fault_around_bytes}: 64 KiB. */
  private static final int AROUND = 16;

  private FileFault() {}

  static FaultOutcome run(Mapping mapping, long page, FaultKind kind) {
    CachedFile file = mapping.backing();
    long index = mapping.offsetAt(page);
    if (kind.writes() && mapping.isPrivate()) {
      mapping.prepareAnon(); // also when the file ends before the page
    }
    boolean around =
        !kind.writes()
            && file.kind() != FileKind.SEGMENT
            && !mapping.has(Flags.UFFD_WP | Flags.UFFD_MINOR);
    if (around && around(mapping, page)) {
      return FaultOutcome.OK;
    }
    if (index >= file.pages()) { // its neighbours are mapped all the same
      mapping.memory().tables().makeSlot(page);
      return FaultOutcome.SIGBUS;
    }
    if (ReadAhead.missed(mapping, index) && around && around(mapping, page)) {
      return FaultOutcome.OK;
    }
    int frame = file.cachedOrRead(index);
    if (frame == Frames.NONE) {
      return FaultOutcome.OUT_OF_MEMORY;
    }
    if (kind.writes() && mapping.isPrivate()) {
      return AnonymousFault.privatePage(mapping, page, frame);
    }
    map(mapping, page, frame, rights(mapping, kind));
    return FaultOutcome.OK;
  }

  /** A first write to a page of a regular file must be seen, so it is not granted in advance. */
  private static long rights(Mapping mapping, FaultKind kind) {
    if (kind.writes()) {
      return mapping.writeBits() | Pte.DIRTY;
    }
    return mapping.isPrivate() || mapping.backing().kind() == FileKind.REGULAR
        ? mapping.readBits()
        : mapping.writeBits();
  }

  /** Under the page-table lock, so that a truncation that comes later finds the entry. */
  static boolean map(Mapping mapping, long page, int frame, long bits) {
    PageTables tables = mapping.memory().tables();
    tables.lock();
    try {
      long[] leaf = tables.leafOrNewLocked(page);
      int index = PageTables.entryIndex(page);
      if (!Pte.isMissing(leaf[index])
          || !mapping.backing().mapIfStill(mapping.offsetAt(page), frame)) {
        return false;
      }
      leaf[index] = Pte.inherit(leaf[index], Pte.of(frame, bits));
      if ((bits & Pte.DIRTY) != 0) {
        mapping.backing().markDirty(mapping.offsetAt(page));
      }
      return true;
    } finally {
      tables.unlock();
    }
  }

  /**
   * Maps the cached pages of the window of 16 pages, aligned by address and clipped to mapping and
   * leaf table; a window whose start is clipped still has 16 pages (Linux 6.18).
   *
   * @return whether the page itself is mapped now
   */
  private static boolean around(Mapping mapping, long page) {
    long window = Layout.down(page, AROUND * Layout.PAGE);
    long from = Math.max(window, mapping.start());
    long to =
        Math.min(
            Math.min(from + AROUND * Layout.PAGE, mapping.end()),
            Layout.down(page, Layout.BLOCK) + Layout.BLOCK);
    boolean mapped = false;
    for (long at = from; at < to; at += Layout.PAGE) {
      long index = mapping.offsetAt(at);
      int frame = index < mapping.backing().pages() ? mapping.backing().cached(index) : Frames.ZERO;
      if (frame != Frames.ZERO) {
        mapped |= map(mapping, at, frame, rights(mapping, FaultKind.READ)) && at == page;
      }
    }
    return mapped;
  }
}

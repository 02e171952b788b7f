package mm.machine.uffd;

import java.util.ArrayList;
import java.util.List;
import mm.api.InvalidationEvent;
import mm.machine.Errno;
import mm.machine.UserfaultFeature;
import mm.machine.huge.HugeSplit;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * PAGEMAP_SCAN for pages that were written since they were last protected, which it may protect on
 * the way. A protecting scan announces its whole range, whatever lies there, and once more, inside,
 * every hole in the tables that it has to fill with markers.
 */
public final class PagemapScan {
  /** Whether what is found is protected. */
  public enum Purpose {
    LOOK,
    PROTECT
  }

  /** A hole in the tables, or a leaf table, and what of it the scan covers. */
  private record Piece(long start, long end) {}

  private final ProcessMemory memory;
  private final Purpose purpose;
  private int regions;
  private long lastEnd = -1;

  private PagemapScan(ProcessMemory memory, Purpose purpose) {
    this.memory = memory;
    this.purpose = purpose;
  }

  /** Number of regions of written pages, or a negative error number. */
  public static long run(ProcessMemory memory, long start, long length, Purpose purpose) {
    if (!Layout.isPageAligned(start) || start < 0 || length < 0 || start + length < 0) {
      return Errno.EINVAL.result();
    }
    long end = start + Layout.pageUp(length);
    memory.mmapLock().readLock().lock();
    try {
      PagemapScan scan = new PagemapScan(memory, purpose);
      return purpose == Purpose.LOOK ? scan.walk(start, end) : scan.announced(start, end);
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private long announced(long start, long end) {
    long section = memory.begin(InvalidationEvent.PROTECTION_VMA, start, end);
    try {
      memory.changes().add(start, end);
      return walk(start, end);
    } finally {
      memory.endAndFlush(section, start, end);
    }
  }

  private long walk(long start, long end) {
    Mapping mapping = memory.mappings().firstAfter(start);
    for (; mapping != null && mapping.start() < end; mapping = memory.mappings().after(mapping)) {
      if (purpose == Purpose.PROTECT && !mayProtect(mapping)) {
        return Errno.EPERM.result();
      }
      if (!mapping.isForeign()) {
        scan(mapping, Math.max(start, mapping.start()), Math.min(end, mapping.end()));
      }
    }
    return regions;
  }

  private static boolean mayProtect(Mapping mapping) {
    return UffdProtection.usesMarkers(mapping)
        && mapping.memory().userfaultHas(UserfaultFeature.WP_ASYNC);
  }

  private void scan(Mapping mapping, long start, long end) {
    for (Piece piece : pieces(start, end)) {
      if (!memory.tables().hasLeaf(piece.start)) {
        hole(mapping, piece);
      } else {
        table(mapping, piece);
      }
    }
  }

  /** Holes on the middle level count as one, leaf tables each. */
  private List<Piece> pieces(long start, long end) {
    List<Piece> pieces = new ArrayList<>();
    for (long at = start; at < end; ) {
      long size = memory.tables().hasSlot(at) ? Layout.BLOCK : Layout.SLOT;
      long to = Math.min(end, Layout.down(at, size) + size);
      pieces.add(new Piece(at, to));
      at = to;
    }
    return pieces;
  }

  /** Memory without a table counts as written only where a userfaultfd protects. */
  private void hole(Mapping mapping, Piece piece) {
    if (!mapping.has(Flags.UFFD_WP)) {
      return;
    }
    found(piece.start, piece.end);
    if (purpose == Purpose.PROTECT) {
      UffdProtection.run(mapping, piece.start, piece.end, UffdProtection.Change.PROTECT);
    }
  }

  private void table(Mapping mapping, Piece piece) {
    boolean part = piece.end - piece.start < Layout.BLOCK;
    if (purpose == Purpose.PROTECT && part && isWritten(piece.start)) {
      HugeSplit.at(memory, piece.start);
    }
    memory.tables().walk(piece.start, piece.end, this::leaf);
  }

  private boolean isWritten(long address) {
    return !Pte.isUffdWp(memory.tables().get(address));
  }

  private void leaf(long base, long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Pte.isUffdWp(entries[i])) {
        continue;
      }
      long page = base + i * Layout.PAGE;
      found(page, page + Layout.PAGE);
      if (purpose == Purpose.PROTECT) {
        entries[i] = protect(entries[i]);
      }
    }
  }

  private static long protect(long entry) {
    if (Pte.isPresent(entry)) {
      return entry & ~Pte.WRITE | Pte.UFFD_WP;
    }
    return Pte.isUnused(entry) ? entry | Pte.UFFD_WP : entry;
  }

  private void found(long start, long end) {
    regions += start == lastEnd ? 0 : 1;
    lastEnd = end;
  }
}

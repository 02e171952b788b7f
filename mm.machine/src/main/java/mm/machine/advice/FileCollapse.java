package mm.machine.advice;

import mm.api.InvalidationEvent;
import mm.machine.entries.Gather;
import mm.machine.entries.Zap;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.Mappings;
import mm.machine.memory.ProcessMemory;
import mm.machine.rmap.FilePage;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * Gathers 512 pages of a memory file: each mapped page leaves its mappings with a CLEAR of its own,
 * then the emptied tables go, one CLEAR of the block for each mapping. Missing pages are made. The
 * frames stay the same, which nobody can tell.
 */
final class FileCollapse {
  private FileCollapse() {}

  static Collapse.Outcome run(Mapping mapping, long block) {
    CachedFile file = mapping.backing();
    long first = mapping.offsetAt(block);
    if (!file.hasCached(first, first + Layout.ENTRIES)) {
      return Collapse.Outcome.IMPOSSIBLE;
    }
    file.mappings().lock().readLock().lock();
    try {
      if (isHugeElsewhere(file, first)) {
        return install(mapping, block);
      }
      for (long page = first; page < first + Layout.ENTRIES; page++) {
        if (file.cachedOrRead(page) == Frames.NONE) {
          return Collapse.Outcome.NO_FRAMES;
        }
        FilePage.unmapLocked(mapping.memory().frames(), file, page);
      }
      dropTables(file, first);
    } finally {
      file.mappings().lock().readLock().unlock();
    }
    return install(mapping, block);
  }

  /**
   * Maps the huge page in place of the table, unless that holds something else (Linux {@code
   * collapse_pte_mapped_thp}).
   */
  private static Collapse.Outcome install(Mapping mapping, long block) {
    if (mapping.has(Flags.UFFD_WP)) {
      return Collapse.Outcome.PROTECTED;
    }
    Collapse.Outcome outcome = check(mapping, block);
    if (outcome != Collapse.Outcome.DONE) {
      return outcome;
    }
    dropTable(mapping, block);
    return map(mapping, block);
  }

  private static Collapse.Outcome check(Mapping mapping, long block) {
    PageTables tables = mapping.memory().tables();
    tables.lock();
    try {
      long[] leaf = tables.leafLocked(block);
      Collapse.Outcome outcome = Collapse.Outcome.DONE;
      for (int i = 0; leaf != null && i < leaf.length && outcome == Collapse.Outcome.DONE; i++) {
        outcome = checkEntry(mapping, leaf[i]);
      }
      return outcome;
    } finally {
      tables.unlock();
    }
  }

  private static Collapse.Outcome checkEntry(Mapping mapping, long entry) {
    if (entry == Pte.NONE) {
      return Collapse.Outcome.DONE;
    }
    if (!Pte.isPresent(entry)) {
      return Collapse.Outcome.PROTECTED; // a marker or a slot, which lets the next block have a try
    }
    return mapping.memory().frames().has(Pte.frame(entry), Frames.ANONYMOUS)
        ? Collapse.Outcome.IMPOSSIBLE
        : Collapse.Outcome.DONE;
  }

  /** Somebody has collapsed the pages before; then only this mapping's table has to go. */
  private static boolean isHugeElsewhere(CachedFile file, long first) {
    for (Mapping mapping : Mappings.showingLocked(file, first, first + Layout.ENTRIES)) {
      long block = mapping.addressOf(first);
      if (block == Layout.down(block, Layout.BLOCK) && mapping.memory().tables().isHuge(block)) {
        return true;
      }
    }
    return false;
  }

  private static void dropTables(CachedFile file, long first) {
    for (Mapping mapping : Mappings.showingLocked(file, first, first + Layout.ENTRIES)) {
      long block = mapping.addressOf(first);
      if (block == Layout.down(block, Layout.BLOCK)
          && mapping.holdsBlock(block)
          && mayDrop(mapping)) {
        dropTable(mapping, block);
      }
    }
  }

  /** Not of mappings that may have private pages, whose tables could still be needed. */
  private static boolean mayDrop(Mapping mapping) {
    return mapping.anon() == null && !mapping.has(Flags.UFFD_WP);
  }

  private static void dropTable(Mapping mapping, long block) {
    ProcessMemory memory = mapping.memory();
    if (!memory.tables().hasLeaf(block)) {
      return;
    }
    Gather gather = new Gather(memory);
    long section = memory.begin(InvalidationEvent.CLEAR, block, block + Layout.BLOCK);
    try {
      Zap.range(memory, block, block + Layout.BLOCK, gather, Zap.Extent.PAGES_AND_TABLES);
    } finally {
      memory.end(section);
    }
    gather.flush();
  }

  private static long entry(CachedFile file, long page, long bits) {
    int frame = file.cached(page);
    boolean maps = frame != Frames.ZERO && file.mapIfStill(page, frame);
    return maps ? Pte.of(frame, bits) : Pte.NONE;
  }

  /** All pages at once, silently; singly if a truncation has come between. */
  private static Collapse.Outcome map(Mapping mapping, long block) {
    PageTables tables = mapping.memory().tables();
    tables.lock();
    try {
      if (tables.hasLeaf(block)) {
        return Collapse.Outcome.DONE; // somebody was faster
      }
      long[] leaf = tables.leafOrNewLocked(block);
      long bits = mapping.isPrivate() ? mapping.readBits() : mapping.writeBits();
      boolean complete = true;
      for (int i = 0; i < leaf.length; i++) {
        leaf[i] = entry(mapping.backing(), mapping.offsetAt(block) + i, bits | Pte.HUGE);
        complete &= leaf[i] != Pte.NONE;
      }
      if (!complete) {
        HugeEntries.unmark(leaf);
      }
      return Collapse.Outcome.DONE;
    } finally {
      tables.unlock();
    }
  }
}

package mm.machine.huge;

import mm.api.InvalidationEvent;
import mm.machine.entries.Gather;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.Pte;

/**
 * Splits a huge page itself into single pages, announced as one CLEAR for each mapping that holds a
 * piece or held one, in the order of the pieces, until all present pages have been met. A page with
 * only zero bytes is freed, and the zero page takes its place (Linux 6.13).
 */
public final class PageSplit implements LeafVisitor {
  private final HugePage page;
  private final Mapping piece;
  private final Gather gather;
  private int met;
  private boolean dirty;

  private PageSplit(HugePage page, Mapping piece, Gather gather) {
    this.page = page;
    this.piece = piece;
    this.gather = gather;
  }

  /** Splits the page unless a device holds a part of it. */
  public static void run(HugePage page) {
    if (page.isPinned()) {
      return;
    }
    int left = page.mapped();
    boolean dirty = false;
    for (Mapping piece : page.mappings()) {
      if (left > 0) {
        PageSplit split = split(page, piece);
        left -= split.met;
        dirty |= split.dirty;
      }
    }
    Frames frames = page.memory().frames();
    frames.lock();
    for (int i = 0; i < Layout.ENTRIES; i++) {
      frames.clearLocked(page.head() + i, Frames.HUGE);
      if (dirty && frames.mapCount(page.head() + i) > 0) {
        frames.dirtyPages().addLocked(page.head() + i);
      }
    }
    frames.unlock();
  }

  private static PageSplit split(HugePage page, Mapping piece) {
    ProcessMemory memory = page.memory();
    Gather gather = new Gather(memory);
    PageSplit split = new PageSplit(page, piece, gather);
    long start = page.startIn(piece);
    long end = page.endIn(piece);
    long section = memory.begin(InvalidationEvent.CLEAR, start, end);
    try {
      memory.changes().add(start, end);
      memory.tables().walk(start, end, split);
    } finally {
      memory.end(section);
    }
    gather.flush();
    return split;
  }

  /** Secondary TLBs are flushed before anybody can look up the zero page. */
  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    Frames frames = page.memory().frames();
    frames.lock();
    try {
      for (int i = from; i < to; i++) {
        if (page.holds(entries[i])) {
          dirty |= Pte.is(entries[i], Pte.DIRTY);
          entries[i] = single(entries[i]);
          met++;
        }
      }
    } finally {
      frames.unlock();
    }
    page.memory().flush(base + from * Layout.PAGE, base + to * Layout.PAGE);
  }

  private long single(long entry) {
    boolean frees = page.memory().kernel().freesZerosAtSplit();
    if (!frees || (entry & Pte.DATA) != 0 || piece.has(Flags.LOCKED)) {
      return entry & ~Pte.HUGE;
    }
    gather.addLocked(Pte.frame(entry));
    return Pte.of(Frames.ZERO, piece.readBits());
  }
}

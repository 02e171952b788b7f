package mm.machine.calls;

import mm.api.InvalidationEvent;
import mm.machine.huge.HugeSplit;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * Moves the entries of a range to other addresses, whole tables where both sides are aligned. Only
 * the old range is announced.
 */
final class TableMove {
  private final ProcessMemory memory;
  private final long end;
  private final Mapping old;
  private long from;
  private long to;

  private TableMove(Mapping old, long from, long to, long end) {
    this.old = old;
    this.memory = old.memory();
    this.from = from;
    this.to = to;
    this.end = end;
  }

  static void run(Mapping old, Mapping copy, long address, long target, long length) {
    long back = canAlignDown(old, copy, address, target, length) ? address & Layout.BLOCK - 1 : 0;
    ProcessMemory memory = old.memory();
    TableMove move = new TableMove(old, address - back, target - back, address + length);
    long section = move.begin();
    try {
      memory.changes().add(move.from, move.end);
      long start = move.from;
      move.moveAll();
      memory.flush(start, move.end);
    } finally {
      memory.end(section);
    }
  }

  private long begin() {
    return memory.begin(
        old.isHugetlb() ? InvalidationEvent.CLEAR : InvalidationEvent.UNMAP,
        Hugetlb.wideStart(old, from, end),
        Hugetlb.wideEnd(old, from, end));
  }

  /**
   * Whether the move starts at the block border below, so that a whole table can move (Linux 6.6
   * {@code try_realign_addr}): both starts are equally far from it and begin their mappings, the
   * range reaches the next border, and nothing else is mapped in between.
   */
  private static boolean canAlignDown(
      Mapping old, Mapping copy, long address, long target, long length) {
    long offset = address & Layout.BLOCK - 1;
    return old.memory().kernel().alignsMoves()
        && offset != 0
        && (target & Layout.BLOCK - 1) == offset
        && length >= Layout.BLOCK - offset
        && isFreeBelow(old, address)
        && isFreeBelow(copy, target);
  }

  private static boolean isFreeBelow(Mapping mapping, long address) {
    return mapping.start() == address
        && !mapping.memory().mappings().overlaps(Layout.down(address, Layout.BLOCK), address);
  }

  private void moveAll() {
    while (from < end) {
      long moved = moveNext();
      if (moved == 0) {
        HugeSplit.at(memory, from);
      }
      from += moved;
      to += moved;
    }
  }

  private long moveNext() {
    memory.tables().lock();
    try {
      return moveNextLocked();
    } finally {
      memory.tables().unlock();
    }
  }

  /**
   * Moves one table or a part of one; how many bytes that was, 0 if a huge page has to be split.
   */
  private long moveNextLocked() {
    PageTables tables = memory.tables();
    long slot = tables.nextSlot(from, end);
    if (slot > from) {
      return Math.min(slot, end) - from;
    }
    boolean single = old.has(Flags.UFFD) && !tables.isHugeLocked(from);
    if (!single && extent(Layout.SLOT) == Layout.SLOT && tables.moveSlotLocked(from, to)) {
      return Layout.SLOT;
    }
    long extent = extent(Layout.BLOCK);
    if (tables.leafLocked(from) == null
        || (!single && extent == Layout.BLOCK && tables.moveLeafLocked(from, to))) {
      return extent;
    }
    if (tables.isHugeLocked(from)) {
      return 0;
    }
    moveEntries((int) (extent >>> Layout.PAGE_SHIFT));
    return extent;
  }

  /** As far as neither side leaves its table. */
  private long extent(long size) {
    long left = Math.min(size - (from & size - 1), size - (to & size - 1));
    return Math.min(left, end - from);
  }

  private void moveEntries(int count) {
    long[] source = memory.tables().leafLocked(from);
    long[] target = memory.tables().leafOrNewLocked(to);
    int first = PageTables.entryIndex(from);
    int targetFirst = PageTables.entryIndex(to);
    for (int i = 0; i < count; i++) {
      if (source[first + i] != Pte.NONE) {
        target[targetFirst + i] = source[first + i] & ~Pte.UFFD_WP;
        source[first + i] = Pte.NONE;
      }
    }
  }
}

package mm.machine.tables;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The page tables of one address space: four levels of 512 entries, made on demand.
 *
 * <p>Entries are changed under the page-table lock, a leaf of the lock order but for the frames'
 * lock. {@link #walk} takes it leaf by leaf, so that a device's fault waits for 512 entries at
 * most.
 */
public final class PageTables {
  private final ReentrantLock lock = new ReentrantLock();
  private final Slot[][] top = new Slot[Layout.ENTRIES][];

  /** The slot that was looked up last, and its number; most accesses stay in one. */
  private Slot recent;

  private long recentNumber = -1;

  public void lock() {
    lock.lock();
  }

  public void unlock() {
    lock.unlock();
  }

  private Slot slotLocked(long address) {
    long number = address >>> Layout.SLOT_SHIFT;
    if (number == recentNumber) {
      return recent;
    }
    if (number >>> (Layout.USER_BITS - Layout.SLOT_SHIFT) != 0) {
      return null;
    }
    Slot[] slots = top[topIndex(address)];
    Slot slot = slots == null ? null : slots[slotIndex(address)];
    if (slot != null) {
      recent = slot;
      recentNumber = number;
    }
    return slot;
  }

  private Slot slotOrNewLocked(long address) {
    Slot slot = slotLocked(address);
    return slot != null ? slot : putSlot(address, new Slot());
  }

  private Slot putSlot(long address, Slot slot) {
    Slot[] slots = top[topIndex(address)];
    if (slots == null) {
      slots = top[topIndex(address)] = new Slot[Layout.ENTRIES];
    }
    recentNumber = -1;
    return slots[slotIndex(address)] = slot;
  }

  private static int topIndex(long address) {
    return (int) (address >>> Layout.TOP_SHIFT);
  }

  private static int slotIndex(long address) {
    return (int) (address >>> Layout.SLOT_SHIFT) & (Layout.ENTRIES - 1);
  }

  public static int entryIndex(long address) {
    return (int) (address >>> Layout.PAGE_SHIFT) & (Layout.ENTRIES - 1);
  }

  /** The leaf table of an address, or null. */
  public long[] leafLocked(long address) {
    Slot slot = slotLocked(address);
    return slot == null ? null : slot.leaves[Slot.index(address)];
  }

  public long[] leafOrNewLocked(long address) {
    long[] leaf = leafLocked(address);
    if (leaf != null) {
      return leaf;
    }
    return slotOrNewLocked(address).leaves[Slot.index(address)] = new long[Layout.ENTRIES];
  }

  /** Whether a huge page, or the huge zero page, is mapped there as a whole. */
  public boolean isHugeLocked(long address) {
    long[] leaf = leafLocked(address);
    return leaf != null && Pte.isHuge(leaf[0]);
  }

  public boolean isHuge(long address) {
    lock.lock();
    try {
      return isHugeLocked(address);
    } finally {
      lock.unlock();
    }
  }

  public long getLocked(long address) {
    long[] leaf = leafLocked(address);
    return leaf == null ? Pte.NONE : leaf[entryIndex(address)];
  }

  public long get(long address) {
    lock.lock();
    try {
      return getLocked(address);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the middle level exists for the GiB of an address. */
  public boolean hasSlot(long address) {
    lock.lock();
    try {
      return slotLocked(address) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the middle level for the GiB of an address, as every fault does first. */
  public void makeSlot(long address) {
    lock.lock();
    try {
      slotOrNewLocked(address);
    } finally {
      lock.unlock();
    }
  }

  /** The start of the first slot with tables that begins before {@code end}, or {@code end}. */
  public long nextSlot(long address, long end) {
    lock.lock();
    try {
      long at = Layout.down(address, Layout.SLOT);
      while (at < end) {
        if (top[topIndex(at)] == null) {
          at = Layout.down(at, Layout.TOP) + Layout.TOP;
        } else if (slotLocked(at) == null) {
          at += Layout.SLOT;
        } else {
          return at;
        }
      }
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** How many tables above the leaf tables there are, the top one not counted. */
  public int upperTables() {
    lock.lock();
    try {
      int tables = 0;
      for (Slot[] slots : top) {
        if (slots != null) {
          tables += 1 + (int) Arrays.stream(slots).filter(Objects::nonNull).count();
        }
      }
      return tables;
    } finally {
      lock.unlock();
    }
  }

  /** Shows every leaf table of a range, ascending. */
  public void walk(long start, long end, LeafVisitor visitor) {
    if (end - start <= Layout.BLOCK) {
      visitBlocks(start, end, visitor);
      return;
    }
    for (long slot = nextSlot(start, end); slot < end; slot = nextSlot(slot + Layout.SLOT, end)) {
      visitBlocks(Math.max(start, slot), Math.min(end, slot + Layout.SLOT), visitor);
    }
  }

  private void visitBlocks(long start, long end, LeafVisitor visitor) {
    for (long at = start; at < end; at = Layout.down(at, Layout.BLOCK) + Layout.BLOCK) {
      long base = Layout.down(at, Layout.BLOCK);
      int from = entryIndex(at);
      int to = (int) (Math.min(end - base, Layout.BLOCK) >>> Layout.PAGE_SHIFT);
      lock.lock();
      try {
        long[] leaf = leafLocked(at);
        if (leaf != null) {
          visitor.leaf(base, leaf, from, to);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  public boolean hasLeaf(long address) {
    lock.lock();
    try {
      return leafLocked(address) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the leaf table of a block out of the tables. */
  public void dropLeafLocked(long address) {
    Slot slot = slotLocked(address);
    if (slot != null) {
      slot.leaves[Slot.index(address)] = null;
    }
  }

  /**
   * Moves the leaf table of an aligned block as it is; the middle level is made at the target.
   *
   * @return false when the target has a leaf table of its own
   */
  public boolean moveLeafLocked(long from, long to) {
    Slot target = slotOrNewLocked(to);
    if (target.leaves[Slot.index(to)] != null) {
      return false;
    }
    target.leaves[Slot.index(to)] = leafLocked(from);
    dropLeafLocked(from);
    return true;
  }

  /**
   * Moves the table of an aligned slot as it is.
   *
   * @return false when there is none or the target has one of its own
   */
  public boolean moveSlotLocked(long from, long to) {
    Slot slot = slotLocked(from);
    if (slot == null || slotLocked(to) != null) {
      return false;
    }
    putSlot(to, slot);
    putSlot(from, null);
    return true;
  }

  /**
   * Frees the tables of an unmapped range: each table all of whose addresses lie between floor and
   * ceiling, the next mappings on both sides.
   */
  public void free(long start, long end, long floor, long ceiling) {
    lock.lock();
    try {
      long firstLeaf = lowest(start, floor, Layout.BLOCK);
      long endLeaf = highest(end, ceiling, Layout.BLOCK);
      for (long slot = nextSlot(firstLeaf, endLeaf);
          slot < endLeaf;
          slot = nextSlot(slot + Layout.SLOT, endLeaf)) {
        freeLeavesLocked(Math.max(firstLeaf, slot), Math.min(endLeaf, slot + Layout.SLOT));
      }
      freeSlotsLocked(lowest(start, floor, Layout.SLOT), highest(end, ceiling, Layout.SLOT));
    } finally {
      lock.unlock();
    }
  }

  private static long lowest(long start, long floor, long size) {
    long down = Layout.down(start, size);
    return down >= floor ? down : down + size;
  }

  private static long highest(long end, long ceiling, long size) {
    long up = Layout.up(end, size);
    return up <= ceiling ? up : up - size;
  }

  private void freeLeavesLocked(long start, long end) {
    for (long at = start; at < end; at += Layout.BLOCK) {
      dropLeafLocked(at);
    }
  }

  private void freeSlotsLocked(long start, long end) {
    for (long at = nextSlot(start, end); at < end; at = nextSlot(at + Layout.SLOT, end)) {
      putSlot(at, null);
    }
  }
}

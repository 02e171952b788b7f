package mm.machine.calls;

import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.vma.Joins;
import mm.machine.vma.Unmapping;

/** Brk: moves the end of the heap. */
public final class Brk {
  private Brk() {}

  /** The new end, or the old one when the wish cannot be met. */
  public static long run(ProcessMemory memory, long wanted) {
    memory.mmapLock().writeLock().lock();
    try {
      if (wanted >= memory.heapStart() && wanted < Layout.TASK_SIZE && move(memory, wanted)) {
        memory.setHeap(memory.heapStart(), wanted);
      }
      return memory.heapEnd();
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }

  /** Linux {@code PR_SET_MM_START_BRK}: the heap is empty and starts here. */
  public static void setStart(ProcessMemory memory, long start) {
    memory.mmapLock().writeLock().lock();
    try {
      memory.setHeap(start, start);
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
  }

  private static boolean move(ProcessMemory memory, long wanted) {
    long oldEnd = Layout.pageUp(memory.heapEnd());
    long newEnd = Layout.pageUp(wanted);
    if (newEnd == oldEnd) {
      return true;
    }
    return newEnd < oldEnd ? shrink(memory, newEnd, oldEnd) : grow(memory, oldEnd, newEnd);
  }

  private static boolean shrink(ProcessMemory memory, long newEnd, long oldEnd) {
    Mapping heap = memory.mappings().firstAfter(newEnd);
    return heap != null && heap.start() < oldEnd && Unmapping.run(memory, newEnd, oldEnd) == 0;
  }

  private static boolean grow(ProcessMemory memory, long oldEnd, long newEnd) {
    if (memory.mappings().overlaps(oldEnd, newEnd)
        || memory.mappings().size() > Layout.MAX_MAPPINGS) {
      return false;
    }
    Mapping more = new Mapping(memory, null, oldEnd, newEnd, oldEnd >>> Layout.PAGE_SHIFT);
    more.setFlags(Flags.READ | Flags.WRITE | Flags.ACCOUNT);
    Joins.add(more, null);
    return true;
  }
}

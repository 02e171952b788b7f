package mm.machine.files;

import java.util.SortedMap;
import java.util.TreeMap;
import mm.machine.frames.SwapArea;

/**
 * Pages of a memory file that are in the swap area, with their slots. Guarded by the file's cache
 * lock; whatever changes slots needs the frames' lock, too.
 */
final class SwappedPages {
  private final TreeMap<Long, Integer> slots = new TreeMap<>();

  boolean hasAny(long from, long to) {
    return !slots.subMap(from, to).isEmpty();
  }

  /** Whether there was room for the page. */
  boolean swapOutLocked(SwapArea area, long page) {
    int slot = area.allocateLocked();
    if (slot != SwapArea.FULL) {
      slots.put(page, slot);
    }
    return slot != SwapArea.FULL;
  }

  void forgetLocked(SwapArea area, long from, long to) {
    SortedMap<Long, Integer> range = slots.subMap(from, to);
    range.values().forEach(area::releaseLocked);
    range.clear();
  }
}

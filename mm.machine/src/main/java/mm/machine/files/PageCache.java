package mm.machine.files;

import java.util.HashMap;
import java.util.Map;
import mm.machine.frames.Frames;

/** Which frame holds which page of a file; 512 pages a leaf. Guarded by the file's cache lock. */
final class PageCache {
  private static final int SHIFT = 9;
  private static final int LEAF = 1 << SHIFT;

  private final Map<Long, int[]> leaves = new HashMap<>();
  private int[] recent;
  private long recentNumber = -1;

  /** The frame of a page, or {@link Frames#ZERO} when it is not cached. */
  int get(long page) {
    int[] leaf = leaf(page);
    return leaf == null ? Frames.ZERO : leaf[(int) page & (LEAF - 1)];
  }

  private int[] leaf(long page) {
    if (page >>> SHIFT != recentNumber) {
      recentNumber = page >>> SHIFT;
      recent = leaves.get(recentNumber);
    }
    return recent;
  }

  void put(long page, int frame) {
    int[] leaf = leaf(page);
    if (leaf == null) {
      leaf = new int[LEAF];
      leaves.put(page >>> SHIFT, leaf);
      recent = leaf;
    }
    leaf[(int) page & (LEAF - 1)] = frame;
  }

  /** Empties a range and drops the cache's references. Needs the frames' lock. */
  void dropLocked(long from, long to, Frames frames) {
    if (to - from > (long) leaves.size() << SHIFT) {
      for (Map.Entry<Long, int[]> entry : leaves.entrySet()) {
        dropLeaf(entry.getKey() << SHIFT, entry.getValue(), from, to, frames);
      }
      return;
    }
    for (long page = from; page < to; page = (page | LEAF - 1) + 1) {
      int[] leaf = leaf(page);
      if (leaf != null) {
        dropLeaf(page & -LEAF, leaf, from, to, frames);
      }
    }
  }

  private static void dropLeaf(long base, int[] leaf, long from, long to, Frames frames) {
    int end = (int) Math.min(LEAF, Math.max(0, to - base));
    for (int i = (int) Math.min(LEAF, Math.max(0, from - base)); i < end; i++) {
      if (leaf[i] != Frames.ZERO) {
        frames.lazyQueue().drainLocked();
        frames.releaseLocked(leaf[i]);
        leaf[i] = Frames.ZERO;
      }
    }
  }
}

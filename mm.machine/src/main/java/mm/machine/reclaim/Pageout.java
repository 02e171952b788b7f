package mm.machine.reclaim;

import java.util.Arrays;
import mm.machine.Errno;
import mm.machine.frames.Frames;
import mm.machine.huge.HugePage;
import mm.machine.huge.PartialPages;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.rmap.LazyPage;
import mm.machine.tables.Layout;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.Pte;

/**
 * MADV_PAGEOUT: pages that this mapping alone maps leave the page table one by one, each with its
 * own CLEAR, a file's in every mapping that could show it. Private pages go to the swap area, and
 * stay when there is no room unless they were freed lazily; pages of files stay in the cache if
 * they hold what is nowhere else.
 */
public final class Pageout implements LeafVisitor {
  private final Mapping mapping;
  private final Frames frames;
  private long[] candidates = new long[16];
  private int size;
  private boolean huge;

  private Pageout(Mapping mapping) {
    this.mapping = mapping;
    this.frames = mapping.memory().frames();
  }

  static long check(Mapping mapping) {
    return mapping.has(Flags.LOCKED | Flags.HUGETLB) ? Errno.EINVAL.result() : 0;
  }

  public static long apply(Mapping mapping, long start, long end) {
    long error = check(mapping);
    if (error == 0) {
      mapping.memory().frames().lazyQueue().drain();
      Pageout pageout = new Pageout(mapping);
      for (long at = start; at < end; at = Layout.down(at, Layout.BLOCK) + Layout.BLOCK) {
        pageout.block(at, Math.min(end, Layout.down(at, Layout.BLOCK) + Layout.BLOCK));
      }
    }
    return error;
  }

  /** COLD: pages count as not used lately; huge pages that the range has a part of are split. */
  public static long cool(Mapping mapping, long start, long end) {
    long error = check(mapping);
    if (error == 0) {
      mapping.memory().frames().lazyQueue().drain();
      PartialPages.split(mapping, start, end);
      Pageout cooled = new Pageout(mapping);
      mapping
          .memory()
          .tables()
          .walk(start, end, (base, entries, from, to) -> cooled.cool(entries, from, to));
    }
    return error;
  }

  private void cool(long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean page = Pte.isPresent(entries[i]) && Pte.frame(entries[i]) != Frames.ZERO;
      if (page && frames.mapCount(Pte.frame(entries[i])) == 1) {
        entries[i] |= Pte.OLD;
      }
    }
  }

  /** What lies in one leaf table is reclaimed before the next is looked at. */
  private void block(long start, long end) {
    PartialPages.split(mapping, start, end);
    size = 0;
    huge = false;
    mapping.memory().tables().walk(start, end, this);
    if (huge) {
      HugeReclaim.run(mapping, start);
    }
    unmapAll();
  }

  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    if (isOwnHugePage(base, entries, from, to)) {
      huge = true;
      return;
    }
    for (int i = from; i < to; i++) {
      if (isReclaimable(entries[i])) {
        add(base + i * Layout.PAGE);
      }
    }
  }

  private boolean isOwnHugePage(long base, long[] entries, int from, int to) {
    if (HugePage.isPart(frames, entries[from])) {
      return HugePage.isWhole(entries, from, to)
          && !HugePage.at(mapping, base, entries[from]).isShared();
    }
    return to - from == Layout.ENTRIES && Pte.isHuge(entries[from]) && isReclaimable(entries[from]);
  }

  private boolean isReclaimable(long entry) {
    boolean single = Pte.isPresent(entry) && !HugePage.isPart(frames, entry);
    if (!single || Pte.frame(entry) == Frames.ZERO) {
      return false;
    }
    int frame = Pte.frame(entry);
    return frames.mapCount(frame) == 1
        && (!frames.has(frame, Frames.ANONYMOUS)
            || frames.has(frame, Frames.LAZY)
            || SwapOut.isCandidate(frames, entry));
  }

  private void add(long page) {
    if (size == candidates.length) {
      candidates = Arrays.copyOf(candidates, size * 2);
    }
    candidates[size++] = page;
  }

  private void unmapAll() {
    for (int i = 0; i < size; i++) {
      unmap(mapping, candidates[i]);
    }
  }

  private static void unmap(Mapping mapping, long page) {
    Frames frames = mapping.memory().frames();
    long entry = mapping.memory().tables().get(page);
    if (SwapOut.isCandidate(frames, entry)) {
      SwapOut.run(mapping, page);
    } else if (mapping.isAnonymous() || frames.has(Pte.frame(entry), Frames.ANONYMOUS)) {
      LazyPage.unmap(mapping, page);
    } else {
      PageReclaim.filePage(mapping.backing(), mapping.offsetAt(page), frames);
    }
  }
}

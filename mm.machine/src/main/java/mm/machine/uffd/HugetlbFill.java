package mm.machine.uffd;

import java.util.Arrays;
import mm.machine.Errno;
import mm.machine.files.CachedFile;
import mm.machine.frames.Frames;
import mm.machine.huge.Hugetlb;
import mm.machine.memory.Mapping;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * Fills missing pages of a registered hugetlb mapping, silently; there is no zero page for them.
 */
final class HugetlbFill {
  private final Mapping mapping;
  private final UffdFill.Source source;
  private final Frames frames;

  private HugetlbFill(Mapping mapping, UffdFill.Source source) {
    this.mapping = mapping;
    this.source = source;
    this.frames = mapping.memory().frames();
  }

  static long run(Mapping mapping, long start, long end, UffdFill.Source source) {
    boolean aligned = Hugetlb.isAligned(start) && Hugetlb.isAligned(end);
    if (!aligned || source == UffdFill.Source.ZEROS) {
      return Errno.EINVAL.result();
    }
    HugetlbFill fill = new HugetlbFill(mapping, source);
    for (long block = start; block < end; block += Layout.BLOCK) {
      long error = fill.block(block);
      if (error != 0) {
        return block > start ? Errno.EAGAIN.result() : error;
      }
    }
    return 0;
  }

  private long block(long block) {
    if (!Pte.isUnused(mapping.memory().tables().get(block))) {
      return Errno.EEXIST.result();
    }
    return mapping.isPrivate() && source == UffdFill.Source.DATA ? own(block) : cached(block);
  }

  /** The page that the cache holds, or for data one that comes into it. */
  private long cached(long block) {
    CachedFile file = mapping.backing();
    long first = mapping.offsetAt(block);
    boolean there = file.cached(first) != Frames.ZERO;
    if (there == (source == UffdFill.Source.DATA)) {
      return there ? Errno.EEXIST.result() : Errno.EFAULT.result();
    }
    int head = file.cachedHuge(first);
    return head == Frames.NONE ? Errno.ENOMEM.result() : install(block, head);
  }

  private long own(long block) {
    mapping.prepareAnon();
    int head = frames.allocatePooled(Frames.ANONYMOUS, Hugetlb.claim(mapping));
    if (head == Frames.NONE) {
      return Errno.ENOMEM.result();
    }
    long error = install(block, head);
    if (error != 0) {
      Hugetlb.promiseAgain(mapping, 1);
      frames.releaseHuge(head);
    }
    return error;
  }

  /** Data replaces the marker of a protection. A page of one's own comes with its map counts. */
  private long install(long block, int head) {
    PageTables tables = mapping.memory().tables();
    tables.lock();
    frames.lock();
    try {
      long[] leaf = tables.leafOrNewLocked(block);
      if (!Pte.isUnused(leaf[0])) {
        return Errno.EEXIST.result();
      }
      boolean own = frames.has(head, Frames.ANONYMOUS);
      long rights = own || !mapping.isPrivate() ? mapping.writeBits() : mapping.readBits();
      HugeEntries.fill(leaf, head, rights | Pte.DIRTY | Pte.DATA);
      if (!own) {
        Arrays.stream(leaf).forEach(entry -> frames.mapLocked(Pte.frame(entry)));
      }
      return 0;
    } finally {
      frames.unlock();
      tables.unlock();
    }
  }
}

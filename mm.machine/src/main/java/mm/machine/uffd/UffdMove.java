package mm.machine.uffd;

import java.util.Arrays;
import mm.api.InvalidationEvent;
import mm.machine.Errno;
import mm.machine.UserfaultFeature;
import mm.machine.faults.CopyOnWrite;
import mm.machine.huge.HugePage;
import mm.machine.huge.HugeSplit;
import mm.machine.huge.PageSplit;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * UFFDIO_MOVE: pages of private anonymous memory go to another place. Only the source is announced:
 * all that is left of it, again for each batch, which stays in one leaf table (Linux 6.18).
 */
public final class UffdMove {
  private final ProcessMemory memory;
  private final Mapping target;
  private final Mapping source;
  private final long end;
  private long from;
  private long to;

  private UffdMove(Mapping target, Mapping source, long to, long from, long end) {
    this.memory = target.memory();
    this.target = target;
    this.source = source;
    this.to = to;
    this.from = from;
    this.end = end;
  }

  public static long run(ProcessMemory memory, long to, long from, long length) {
    boolean known = memory.kernel().version().knows(UserfaultFeature.MOVE);
    if (!known || !Layout.isUserRange(to, length) || !Layout.isUserRange(from, length)) {
      return Errno.EINVAL.result();
    }
    memory.mmapLock().readLock().lock();
    try {
      Mapping target = memory.mappings().find(to);
      Mapping source = memory.mappings().find(from);
      UffdFill.prepare(target);
      if (target == null || source == null) {
        return Errno.ENOENT.result();
      }
      boolean fits = from + length <= source.end() && to + length <= target.end();
      return fits && isAllowed(target, source)
          ? new UffdMove(target, source, to, from, from + length).moveAll()
          : Errno.EINVAL.result();
    } finally {
      memory.mmapLock().readLock().unlock();
    }
  }

  private static boolean isAllowed(Mapping target, Mapping source) {
    int alike = Flags.ACCESS | Flags.LOCKED;
    return target.has(Flags.UFFD)
        && target.isAnonymous()
        && source.isAnonymous()
        && source.has(Flags.WRITE)
        && ((target.flags() ^ source.flags()) & alike) == 0;
  }

  private long moveAll() {
    long first = from;
    while (from < end) {
      long error = moveNext();
      if (error != 0) {
        return from > first ? Errno.EAGAIN.result() : error;
      }
    }
    return 0;
  }

  private long moveNext() {
    PageTables tables = memory.tables();
    if (tables.isHuge(to)) {
      return Errno.EEXIST.result();
    }
    if (tables.isHuge(from)) {
      return moveHuge();
    }
    if (!tables.hasLeaf(from)) {
      return Errno.ENOENT.result();
    }
    return moveSingle();
  }

  private long moveHuge() {
    boolean whole = ((from | to) & Layout.BLOCK - 1) == 0 && end - from >= Layout.BLOCK;
    long entry = memory.tables().get(from);
    if (whole && !memory.tables().hasLeaf(to)) {
      return moveBlock(entry);
    }
    if (!Pte.isZeroPage(entry) && !CopyOnWrite.isExclusive(source, from, entry)) {
      return Errno.EBUSY.result();
    }
    HugeSplit.at(memory, from);
    return 0;
  }

  private long moveBlock(long entry) {
    if (!Pte.isZeroPage(entry) && !isMovable(entry, from)) {
      return Errno.EBUSY.result();
    }
    long section = memory.begin(InvalidationEvent.CLEAR, from, from + Layout.BLOCK);
    try {
      memory.changes().add(from, from + Layout.BLOCK);
      memory.tables().lock();
      memory.tables().moveLeafLocked(from, to);
      unprotect(memory.tables().leafLocked(to), entry);
      memory.tables().unlock();
    } finally {
      memory.endAndFlush(section, from, from + Layout.BLOCK);
    }
    from += Layout.BLOCK;
    to += Layout.BLOCK;
    return 0;
  }

  private void unprotect(long[] leaf, long first) {
    Arrays.setAll(leaf, i -> moved(leaf[i], first));
  }

  private long moved(long entry, long first) {
    long rights = Pte.isZeroPage(first) ? target.readBits() : target.writeBits() | Pte.DIRTY;
    return entry & ~(Pte.UFFD_WP | Pte.READ | Pte.WRITE) | rights;
  }

  private boolean isMovable(long entry, long address) {
    return CopyOnWrite.isExclusive(source, address, entry)
        && memory.frames().references(Pte.frame(entry)) == 0;
  }

  /** Both sides stay in one leaf table each. */
  private long moveSingle() {
    long left = Math.min(end - from, Layout.BLOCK - (from & Layout.BLOCK - 1));
    long extent = Math.min(left, Layout.BLOCK - (to & Layout.BLOCK - 1));
    long start = from;
    long section = memory.begin(InvalidationEvent.CLEAR, from, end);
    try {
      memory.changes().add(from, from + extent);
      splitPage();
      return moveBatch(from + extent);
    } finally {
      memory.endAndFlush(section, start, start + extent);
    }
  }

  private void splitPage() {
    long entry = memory.tables().get(from);
    if (HugePage.isPart(memory.frames(), entry) && isMovable(entry, from)) {
      PageSplit.run(HugePage.at(source, from, entry));
    }
  }

  /** A zero page goes alone; other pages until one that cannot go with them. */
  private long moveBatch(long limit) {
    long first = from;
    while (from < limit) {
      long error = moveEntry(first);
      if (error != 0) {
        return from > first ? 0 : error;
      }
      boolean zero = Pte.isZeroPage(memory.tables().get(to));
      from += Layout.PAGE;
      to += Layout.PAGE;
      if (zero) {
        return 0;
      }
    }
    return 0;
  }

  private long moveEntry(long first) {
    PageTables tables = memory.tables();
    tables.lock();
    try {
      long entry = tables.getLocked(from);
      long[] leaf = tables.leafOrNewLocked(to);
      int index = PageTables.entryIndex(to);
      if (leaf[index] != Pte.NONE) {
        return Errno.EEXIST.result();
      }
      long error = movable(entry, first);
      if (error == 0) {
        tables.leafLocked(from)[PageTables.entryIndex(from)] = Pte.NONE;
        leaf[index] = moved(entry, entry);
      }
      return error;
    } finally {
      tables.unlock();
    }
  }

  private long movable(long entry, long first) {
    if (entry == Pte.NONE) {
      return Errno.ENOENT.result();
    }
    if (!Pte.isPresent(entry)) {
      return Errno.EFAULT.result();
    }
    if (Pte.isZeroPage(entry)) {
      return from == first ? 0 : Errno.EAGAIN.result();
    }
    boolean whole = HugePage.isPart(memory.frames(), entry);
    return !whole && isMovable(entry, from) ? 0 : Errno.EBUSY.result();
  }
}

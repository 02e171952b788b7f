package mm.machine.faults;

import mm.api.InvalidationEvent;
import mm.machine.FaultOutcome;
import mm.machine.entries.Entries;
import mm.machine.frames.Frames;
import mm.machine.huge.HugePage;
import mm.machine.huge.HugeWrite;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * A write to a present page that may not be written. Reused in place, silently, when nobody else
 * maps it; else replaced by a copy, which is announced as one CLEAR of one page.
 */
public final class CopyOnWrite {
  private CopyOnWrite() {}

  static FaultOutcome run(Mapping mapping, long page, long entry, FaultKind kind) {
    ProcessMemory memory = mapping.memory();
    if (!mapping.isPrivate()) {
      if (kind.writes()) {
        raiseShared(mapping, page, entry);
      }
      return FaultOutcome.OK;
    }
    if (isExclusive(mapping, page, entry)) {
      Entries.raise(memory, page, entry, kind.writes() ? mapping.writeBits() | Pte.DIRTY : 0);
      return FaultOutcome.OK;
    }
    if (Pte.isHuge(entry) && !(kind == FaultKind.UNSHARE && Pte.isZeroPage(entry))) {
      HugeWrite.run(mapping, page, entry);
      return FaultOutcome.OK;
    }
    return kind == FaultKind.UNSHARE && !isAnonymous(memory.frames(), Pte.frame(entry))
        ? FaultOutcome.OK
        : copy(mapping, page, entry, kind);
  }

  /** One step under the page-table lock, so that write-back finds mark and entry or neither. */
  private static void raiseShared(Mapping mapping, long page, long entry) {
    ProcessMemory memory = mapping.memory();
    memory.tables().lock();
    try {
      Entries.raise(memory, page, entry, mapping.writeBits() | Pte.DIRTY);
      mapping.backing().markDirty(mapping.offsetAt(page));
    } finally {
      memory.tables().unlock();
    }
  }

  private static boolean isAnonymous(Frames frames, int frame) {
    return frame != Frames.ZERO && frames.has(frame, Frames.ANONYMOUS);
  }

  /**
   * Only this memory could share the page, and only with the mmap lock held for writing. A huge
   * page is shared as long as any of its pages is.
   */
  public static boolean isExclusive(Mapping mapping, long page, long entry) {
    Frames frames = mapping.memory().frames();
    if (HugePage.isPart(frames, entry)) {
      return !Pte.isShared(entry) || !HugePage.at(mapping, page, entry).isShared();
    }
    int frame = Pte.frame(entry);
    return isAnonymous(frames, frame) && isSingle(frames, frame) && !isQueued(frames, entry);
  }

  private static boolean isSingle(Frames frames, int frame) {
    return frames.mapCount(frame) == 1
        && !frames.has(frame, Frames.SWAPPED)
        && !frames.contents().isMerged(frame);
  }

  /** A page that no fork has shared is known to be exclusive, whoever refers to it. */
  private static boolean isQueued(Frames frames, long entry) {
    int frame = Pte.frame(entry);
    return Pte.isShared(entry) && frames.has(frame, Frames.LAZY) && frames.lazyQueue().holds(frame);
  }

  /** Whether a pin may take the page as it is. */
  public static boolean mayPin(Frames frames, long entry) {
    if (HugePage.isPart(frames, entry)) {
      return !Pte.isShared(entry);
    }
    int frame = Pte.frame(entry);
    return !isAnonymous(frames, frame) || isSingle(frames, frame) && !isQueued(frames, entry);
  }

  private static FaultOutcome copy(Mapping mapping, long page, long entry, FaultKind kind) {
    ProcessMemory memory = mapping.memory();
    mapping.prepareAnon();
    int frame = memory.frames().allocate(Frames.ANONYMOUS);
    if (frame == Frames.NONE) {
      return FaultOutcome.OUT_OF_MEMORY;
    }
    long bits = kind.writes() ? mapping.writeBits() | Pte.DIRTY : mapping.readBits();
    bits |= contents(memory.frames(), entry) | entry & Pte.UFFD_WP;
    int old = frame;
    long section = memory.begin(InvalidationEvent.CLEAR, page, page + Layout.PAGE);
    try {
      if (replace(memory, page, entry, Pte.of(frame, bits))) {
        old = Pte.frame(entry);
      }
    } finally {
      memory.endOnly(section);
    }
    memory.frames().release(old);
    return FaultOutcome.OK;
  }

  /** What a file holds is not known. */
  private static long contents(Frames frames, long entry) {
    int frame = Pte.frame(entry);
    return frame == Frames.ZERO || isAnonymous(frames, frame) ? entry & Pte.DATA : Pte.DATA;
  }

  /**
   * Clears the entry, flushes secondary TLBs, then sets the new one: in this order no device sees
   * the copy before the original. The old frame's map count becomes the caller's reference.
   */
  private static boolean replace(ProcessMemory memory, long page, long old, long replacement) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(page);
      int index = PageTables.entryIndex(page);
      if (leaf == null || !Pte.sameFrame(leaf[index], old)) {
        return false;
      }
      memory.changes().add(page, page + Layout.PAGE);
      leaf[index] = Pte.NONE;
      memory.flushAll(page, page + Layout.PAGE);
      memory.changePte(page, Pte.frame(replacement));
      leaf[index] = replacement;
      memory.frames().lock();
      memory.frames().contents().copyLocked(Pte.frame(old), Pte.frame(replacement));
      memory.frames().mapToReferenceLocked(Pte.frame(old));
      memory.frames().referenceToMapLocked(Pte.frame(replacement));
      memory.frames().unlock();
      return true;
    } finally {
      memory.tables().unlock();
    }
  }
}

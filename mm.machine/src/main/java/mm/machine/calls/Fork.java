package mm.machine.calls;

import mm.api.AddressRange;
import mm.api.InvalidationEvent;
import mm.machine.entries.ExclusiveEntries;
import mm.machine.frames.Frames;
import mm.machine.huge.HugeSplit;
import mm.machine.memory.AnonRoot;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Pte;

/** Copies a memory for a child: mappings, and for private ones the entries, shared read-only. */
public final class Fork {
  private final ProcessMemory parent;
  private final ProcessMemory child;

  /** The mapping whose entries are being copied. */
  private Mapping piece;

  private Fork(ProcessMemory parent, ProcessMemory child) {
    this.parent = parent;
    this.child = child;
  }

  /** Fills the memory of a child; the reverse map can find it already, so it is locked. */
  public static void run(ProcessMemory parent, ProcessMemory child) {
    parent.mmapLock().writeLock().lock();
    child.mmapLock().writeLock().lock();
    parent.owesFlush();
    try {
      child.setHeap(parent.heapStart(), parent.heapEnd());
      new Fork(parent, child).copyAll();
      parent.flush(0, AddressRange.TOP);
    } finally {
      parent.flushPaid();
      child.mmapLock().writeLock().unlock();
      parent.mmapLock().writeLock().unlock();
    }
  }

  private void copyAll() {
    for (int i = 0; i < parent.mappings().size(); i++) {
      Mapping mapping = parent.mappings().get(i);
      if (!mapping.has(Flags.DONTFORK)) {
        copy(mapping);
      }
    }
  }

  private void copy(Mapping mapping) {
    Mapping copy = mapping.copy(child, mapping.start(), mapping.end(), mapping.offset());
    copy.setFlags(copy.flags() & ~(Flags.LOCKED | Flags.UFFD)); // the child is not registered
    if (copy.isPromised()) {
      copy.setFlags(copy.flags() | Flags.NORESERVE);
    }
    boolean wiped = mapping.has(Flags.WIPEONFORK);
    boolean heirs = mapping.anon() != null && !wiped;
    copy.setAnon(heirs ? new AnonRoot(mapping.anon()) : null);
    child.mappings().insert(copy);
    if (heirs || mapping.isForeign() || (mapping.wasGuarded() && !wiped)) {
      copyPages(mapping);
    }
  }

  /**
   * Only mappings that ever had private pages or guards, or show a device's memory, are copied and,
   * if they are private, announced as a whole; the others are faulted in by the child (Linux {@code
   * vma_needs_copy}). Guards count even where DONTUNMAP has taken all that a mapping had.
   */
  private void copyPages(Mapping mapping) {
    piece = mapping;
    if (!mapping.isPrivate()) {
      parent.tables().walk(mapping.start(), mapping.end(), this::shareLeaf);
      return;
    }
    long section = parent.begin(event(mapping), mapping.start(), mapping.end());
    try {
      if (!mapping.isHugetlb()) {
        HugeSplit.pinned(parent, mapping.start(), mapping.end());
      }
      parent.changes().add(mapping.start(), mapping.end());
      parent.tables().walk(mapping.start(), mapping.end(), this::protectLeaf);
    } finally {
      parent.end(section);
    }
  }

  private static InvalidationEvent event(Mapping mapping) {
    return mapping.isHugetlb() ? InvalidationEvent.CLEAR : InvalidationEvent.PROTECTION_PAGE;
  }

  private void shareLeaf(long base, long[] entries, int from, int to) {
    copyLeaf(base, entries, from, to, ~0L);
  }

  private void protectLeaf(long base, long[] entries, int from, int to) {
    copyLeaf(base, entries, from, to, ~Pte.WRITE);
  }

  private void copyLeaf(long base, long[] entries, int from, int to, long kept) {
    long[] target = child.tables().leafOrNewLocked(base);
    Frames frames = parent.frames();
    frames.lock();
    try {
      if (piece.isHugetlb() && HugeSplit.holdsPinned(frames, entries)) {
        earlyCopyHuge(frames, entries, target);
        return;
      }
      for (int i = from; i < to; i++) {
        long entry = ExclusiveEntries.restored(piece, entries[i]);
        if (!Pte.maps(entry)) {
          copyMarkerLocked(frames, entry);
          target[i] = entry & ~Pte.UFFD_WP;
        } else if (kept != ~0L && frames.isPinned(Pte.frame(entry))) {
          target[i] = earlyCopy(frames, entry);
        } else {
          frames.mapLocked(Pte.frame(entry));
          entries[i] = shared(entry, kept);
          target[i] = inherited(entries[i]) & ~Pte.UFFD_WP;
        }
      }
    } finally {
      frames.unlock();
    }
  }

  private static void copyMarkerLocked(Frames frames, long entry) {
    if (Pte.is(entry, Pte.SWAP)) {
      frames.swap().shareLocked(Pte.frame(entry));
    }
  }

  /** Entries of devices' pages know no forks. */
  private static long inherited(long entry) {
    return Pte.isPresent(entry) ? Pte.forked(entry) | Pte.OLD : entry;
  }

  private static long shared(long entry, long kept) {
    return kept == ~0L ? entry : entry & kept | Pte.SHARED;
  }

  /** The same for a page of the pool, which may exceed its size. */
  private static void earlyCopyHuge(Frames frames, long[] entries, long[] target) {
    int head = frames.allocatePooledLocked(Frames.ANONYMOUS);
    for (int i = 0; i < entries.length; i++) {
      long kept = Pte.READ | Pte.WRITE | Pte.DIRTY | Pte.DATA | Pte.HUGE;
      frames.contents().copyLocked(Pte.frame(entries[i]), head + i);
      target[i] = Pte.of(head + i, entries[i] & kept);
    }
  }

  /** A page that a device has pinned stays the parent's; the child gets a copy at once. */
  private static long earlyCopy(Frames frames, long entry) {
    int copy = frames.allocateLocked(Frames.ANONYMOUS);
    frames.contents().copyLocked(Pte.frame(entry), copy);
    frames.referenceToMapLocked(copy);
    return Pte.of(copy, entry & (Pte.READ | Pte.WRITE | Pte.DIRTY | Pte.DATA));
  }
}

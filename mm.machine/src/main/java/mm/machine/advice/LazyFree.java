package mm.machine.advice;

import mm.api.InvalidationEvent;
import mm.machine.Errno;
import mm.machine.frames.Frames;
import mm.machine.huge.HugePage;
import mm.machine.huge.PartialPages;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.Pte;

/** MADV_FREE: pages stay, but may be freed without swap until they are written. */
final class LazyFree implements LeafVisitor {
  private final Mapping mapping;
  private final Frames frames;

  private LazyFree(Mapping mapping) {
    this.mapping = mapping;
    this.frames = mapping.memory().frames();
  }

  static long apply(Mapping mapping, long start, long end) {
    if (mapping.has(Flags.LOCKED) || !mapping.isAnonymous()) {
      return Errno.EINVAL.result();
    }
    ProcessMemory memory = mapping.memory();
    memory.frames().lazyQueue().drain();
    long section = memory.begin(InvalidationEvent.CLEAR, start, end);
    try {
      PartialPages.split(mapping, start, end);
      memory.tables().walk(start, end, new LazyFree(mapping));
    } finally {
      memory.end(section);
    }
    memory.flushAll(start, end);
    return 0;
  }

  @Override
  public void leaf(long base, long[] entries, int from, int to) {
    boolean huge = isOwnHugePage(base, entries, from, to);
    frames.lock();
    try {
      for (int i = from; i < to; i++) {
        if (Pte.is(entries[i], Pte.SWAP)) {
          frames.swap().releaseLocked(Pte.frame(entries[i]));
          entries[i] = Pte.NONE;
        } else if (huge || isSingle(entries[i]) && mayGoLocked(Pte.frame(entries[i]))) {
          entries[i] &= ~Pte.DIRTY;
          markLocked(Pte.frame(entries[i]));
        }
      }
      if (huge) {
        frames.lazyQueue().drainLocked();
      }
    } finally {
      frames.unlock();
    }
  }

  private void markLocked(int frame) {
    boolean waits = mapping.memory().kernel().queuesLazyPages();
    if (waits && !frames.has(frame, Frames.LAZY)) {
      frames.lazyQueue().addLocked(frame);
    }
    frames.setLocked(frame, Frames.LAZY);
    frames.dirtyPages().removeLocked(frame);
  }

  /** Not what was written before it was shared, nor what another memory has in the swap area. */
  private boolean mayGoLocked(int frame) {
    boolean dirty = frames.dirtyPages().hasLocked(frame);
    return (!dirty || frames.mapCount(frame) == 1) && !frames.has(frame, Frames.SWAPPED);
  }

  private boolean isSingle(long entry) {
    return Pte.isPresent(entry)
        && Pte.frame(entry) != Frames.ZERO
        && !HugePage.isPart(frames, entry);
  }

  /** A huge page that is left here was not split since it is whole, shared or pinned. */
  private boolean isOwnHugePage(long base, long[] entries, int from, int to) {
    return HugePage.isWhole(entries, from, to)
        && HugePage.isPart(frames, entries[from])
        && !HugePage.at(mapping, base, entries[from]).isShared();
  }
}

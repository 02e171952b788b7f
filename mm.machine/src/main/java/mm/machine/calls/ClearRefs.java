package mm.machine.calls;

import mm.api.AddressRange;
import mm.api.InvalidationEvent;
import mm.machine.Errno;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.Layout;
import mm.machine.tables.LeafVisitor;
import mm.machine.tables.Pte;

/**
 * A write to the clear_refs file. Values 1 to 3 let pages count as not used and tell nobody; 4
 * resets soft-dirty marks, which is announced for all addresses even where the kernel has none.
 */
public final class ClearRefs {
  private static final int ANONYMOUS = 2;
  private static final int OF_FILES = 3;
  private static final int SOFT_DIRTY = 4;
  private static final int LAST = 5;

  private final ProcessMemory memory;
  private final int value;

  private ClearRefs(ProcessMemory memory, int value) {
    this.memory = memory;
    this.value = value;
  }

  public static long run(ProcessMemory memory, int value) {
    if (value < 1 || value > LAST) {
      return Errno.EINVAL.result();
    }
    if (value == LAST) {
      return 0; // a counter that the machine does not keep
    }
    memory.mmapLock().writeLock().lock();
    try {
      new ClearRefs(memory, value).runLocked();
    } finally {
      memory.mmapLock().writeLock().unlock();
    }
    return 0;
  }

  private void runLocked() {
    if (value != SOFT_DIRTY) {
      walk(this::age);
      return;
    }
    long section = memory.begin(InvalidationEvent.SOFT_DIRTY, 0, AddressRange.TOP);
    if (memory.kernel().marksSoftDirty()) {
      memory.changes().add(0, Layout.USER_END);
      walk(ClearRefs::weaken);
    }
    memory.endAndFlush(section, 0, AddressRange.TOP);
  }

  private void walk(LeafVisitor visitor) {
    for (int i = 0; i < memory.mappings().size(); i++) {
      Mapping mapping = memory.mappings().get(i);
      if (!mapping.isHugetlb() && !mapping.isForeign() && isMeant(mapping)) {
        memory.tables().walk(mapping.start(), mapping.end(), visitor);
      }
    }
  }

  private boolean isMeant(Mapping mapping) {
    return mapping.isAnonymous() ? value != OF_FILES : value != ANONYMOUS;
  }

  private void age(long base, long[] entries, int from, int to) {
    Frames frames = memory.frames();
    frames.lock();
    for (int i = from; i < to; i++) {
      if (Pte.isPresent(entries[i]) && !Pte.isZeroPage(entries[i])) {
        entries[i] |= Pte.OLD;
        frames.clearLocked(Pte.frame(entries[i]), Frames.REFERENCED);
      }
    }
    frames.unlock();
  }

  /** The next write faults, silently, and is marked. */
  private static void weaken(long base, long[] entries, int from, int to) {
    for (int i = from; i < to; i++) {
      entries[i] = Pte.isPresent(entries[i]) ? entries[i] & ~Pte.WRITE : entries[i];
    }
  }
}

package mm.machine.advice;

import java.util.Arrays;
import mm.api.InvalidationEvent;
import mm.machine.FaultOutcome;
import mm.machine.entries.Gather;
import mm.machine.faults.Faults;
import mm.machine.frames.Frames;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.FaultKind;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.Pte;

/**
 * Copies the pages of a block into a new huge page, one CLEAR of the block. Missing pages are
 * filled with zeros; pages shared with another memory are copied too.
 */
final class AnonymousCollapse {
  private AnonymousCollapse() {}

  static Collapse.Outcome run(Mapping mapping, long block) {
    ProcessMemory memory = mapping.memory();
    if (!present(mapping, block)) {
      return Collapse.Outcome.NO_FRAMES;
    }
    Collapse.Outcome outcome = check(mapping, block);
    if (outcome != Collapse.Outcome.DONE) {
      return outcome;
    }
    int head = memory.frames().allocateHuge();
    if (head == Frames.NONE) {
      return Collapse.Outcome.NO_FRAMES;
    }
    Gather gather = new Gather(memory);
    long section = memory.begin(InvalidationEvent.CLEAR, block, block + Layout.BLOCK);
    try {
      replace(mapping, block, head, gather);
    } finally {
      memory.end(section);
    }
    gather.flush();
    return Collapse.Outcome.DONE;
  }

  /** Brings back pages that are in the swap area or with a device. */
  private static boolean present(Mapping mapping, long block) {
    for (long page = block; page < block + Layout.BLOCK; page += Layout.PAGE) {
      long entry = mapping.memory().tables().get(page);
      while (Pte.is(entry, Pte.SWAP | Pte.DEVICE | Pte.EXCLUSIVE) && !Pte.isPresent(entry)) {
        if (Faults.handle(mapping, page, FaultKind.READ) != FaultOutcome.OK) {
          return false;
        }
        entry = mapping.memory().tables().get(page);
      }
    }
    return true;
  }

  private static Collapse.Outcome check(Mapping mapping, long block) {
    ProcessMemory memory = mapping.memory();
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(block);
      if (leaf == null) {
        return memory.tables().hasSlot(block)
            ? Collapse.Outcome.IMPOSSIBLE
            : Collapse.Outcome.EMPTY;
      }
      Collapse.Outcome registered = registered(mapping, leaf);
      return registered != Collapse.Outcome.DONE ? registered : check(memory.frames(), leaf);
    } finally {
      memory.tables().unlock();
    }
  }

  /** Protected pages are left alone; so are missing ones, which somebody may want to fill. */
  private static Collapse.Outcome registered(Mapping mapping, long[] leaf) {
    for (long entry : leaf) {
      if (Pte.isUffdWp(entry)) {
        return Collapse.Outcome.PROTECTED;
      }
      boolean empty = entry == Pte.NONE || Pte.isZeroPage(entry);
      if (empty && mapping.has(Flags.UFFD)) {
        return Collapse.Outcome.IMPOSSIBLE;
      }
    }
    return Collapse.Outcome.DONE;
  }

  private static Collapse.Outcome check(Frames frames, long[] leaf) {
    for (long entry : leaf) {
      if (Pte.isGuard(entry)) {
        return Collapse.Outcome.IMPOSSIBLE;
      }
      if (Pte.isPresent(entry) && frames.isPinned(Pte.frame(entry))) {
        return Collapse.Outcome.BUSY;
      }
    }
    return Collapse.Outcome.DONE;
  }

  /** The mmap lock is held for writing, so no entry can appear in between. */
  private static void replace(Mapping mapping, long block, int head, Gather gather) {
    ProcessMemory memory = mapping.memory();
    memory.tables().lock();
    try {
      memory.changes().add(block, block + Layout.BLOCK);
      long[] leaf = memory.tables().leafLocked(block);
      long[] old = leaf.clone();
      Arrays.fill(leaf, Pte.NONE);
      memory.flush(block, block + Layout.BLOCK);
      HugeEntries.fill(leaf, head, mapping.writeBits() | Pte.DIRTY);
      keepContents(leaf, old);
      take(memory.frames(), old, head, gather);
    } finally {
      memory.tables().unlock();
    }
  }

  private static void keepContents(long[] leaf, long[] old) {
    for (int i = 0; i < leaf.length; i++) {
      leaf[i] |= old[i] & Pte.DATA;
    }
  }

  private static void take(Frames frames, long[] old, int head, Gather gather) {
    frames.lock();
    try {
      for (int i = 0; i < old.length; i++) {
        if (Pte.isPresent(old[i]) && Pte.frame(old[i]) != Frames.ZERO) {
          frames.contents().copyLocked(Pte.frame(old[i]), head + i);
          gather.addLocked(Pte.frame(old[i]));
        }
      }
    } finally {
      frames.unlock();
    }
  }
}

package mm.machine.rmap;

import mm.api.InvalidationEvent;
import mm.machine.frames.Frames;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.tables.HugeEntries;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/** Takes one page out of one mapping, as reclaim does (Linux {@code try_to_unmap}). */
public final class ReversePage {
  private enum Outcome {
    TAKEN,
    KEPT,
    ELSEWHERE
  }

  private ReversePage() {}

  /**
   * One CLEAR of the page, also where another page is mapped, or none. A lazily freed page that was
   * written since gets its entry back.
   *
   * @return false when it got it back
   */
  public static boolean unmap(Mapping mapping, long page, int frame) {
    ProcessMemory memory = mapping.memory();
    Outcome outcome;
    long section = memory.begin(InvalidationEvent.CLEAR, page, page + Layout.PAGE);
    try {
      outcome = take(mapping, page, frame);
    } finally {
      memory.end(section);
    }
    if (outcome == Outcome.TAKEN) {
      memory.frames().release(frame);
    }
    return outcome != Outcome.KEPT;
  }

  private static Outcome take(Mapping mapping, long page, int frame) {
    ProcessMemory memory = mapping.memory();
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(page);
      long entry = leaf == null ? Pte.NONE : leaf[PageTables.entryIndex(page)];
      if (!Pte.isPresent(entry) || Pte.frame(entry) != frame) {
        return Outcome.ELSEWHERE;
      }
      memory.changes().add(page, page + Layout.PAGE);
      return take(mapping, page, leaf, entry) ? Outcome.TAKEN : Outcome.KEPT;
    } finally {
      memory.tables().unlock();
    }
  }

  private static boolean take(Mapping mapping, long page, long[] leaf, long entry) {
    ProcessMemory memory = mapping.memory();
    Frames frames = memory.frames();
    int frame = Pte.frame(entry);
    if (Pte.isHuge(entry)) {
      HugeEntries.unmark(leaf);
    }
    leaf[PageTables.entryIndex(page)] = mapping.isAnonymous() ? Pte.NONE : entry & Pte.UFFD_WP;
    if (frames.has(frame, Frames.ANONYMOUS)) {
      memory.flushAll(page, page + Layout.PAGE);
    } else {
      memory.flush(page, page + Layout.PAGE); // its page lock keeps a file's page
    }
    frames.lock();
    try {
      if (frames.has(frame, Frames.ANONYMOUS)
          && ((entry & Pte.DIRTY) != 0 || !frames.has(frame, Frames.LAZY))) {
        frames.clearLocked(frame, Frames.LAZY);
        frames.dirtyPages().addLocked(frame);
        leaf[PageTables.entryIndex(page)] = entry & ~Pte.HUGE;
        return false;
      }
      frames.mapToReferenceLocked(frame);
      return true;
    } finally {
      frames.unlock();
    }
  }
}

package mm.machine.reclaim;

import java.util.List;
import mm.api.InvalidationEvent;
import mm.machine.frames.Frames;
import mm.machine.frames.SwapArea;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.rmap.ReverseMap;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * Puts a private page into the swap area: it leaves every mapping, in whichever memory, each with a
 * CLEAR of the one page (Linux {@code try_to_unmap}). Pages that a device has pinned stay, and all
 * do when the area is full: then nothing is announced.
 */
final class SwapOut {
  private SwapOut() {}

  /** A single private page that a mapping shows; whether it is mapped nowhere any more. */
  static boolean run(Mapping mapping, long page) {
    Frames frames = mapping.memory().frames();
    long entry = mapping.memory().tables().get(page);
    if (!isCandidate(frames, entry)) {
      return false;
    }
    int frame = Pte.frame(entry);
    if (frames.mapCount(frame) == 1) {
      return run(frames, List.of(new ReverseMap.Place(mapping, page)), frame);
    }
    try (ReverseMap map = ReverseMap.of(mapping, page, frame)) {
      return map.isComplete() && run(frames, map.places(), frame);
    }
  }

  static boolean isCandidate(Frames frames, long entry) {
    if (!Pte.isPresent(entry) || Pte.frame(entry) == Frames.ZERO) {
      return false;
    }
    int frame = Pte.frame(entry);
    return frames.has(frame, Frames.ANONYMOUS)
        && !frames.has(frame, Frames.HUGE)
        && !frames.has(frame, Frames.LAZY)
        && frames.references(frame) == 0;
  }

  private static boolean run(Frames frames, List<ReverseMap.Place> places, int frame) {
    int slot = slot(frames, frame);
    if (slot == SwapArea.FULL) {
      return false;
    }
    boolean all = true;
    for (ReverseMap.Place place : places) {
      all &= unmap(place, frame, slot);
    }
    frames.lock();
    frames.swap().releaseLocked(slot);
    frames.unlock();
    return all;
  }

  /** A slot with one user, ourselves, until the entries know it. */
  private static int slot(Frames frames, int frame) {
    frames.lock();
    try {
      int slot = frames.swap().slotForLocked(frame);
      if (slot != SwapArea.FULL && !frames.has(frame, Frames.SWAPPED)) {
        frames.swap().rememberLocked(slot, frame);
      }
      return slot;
    } finally {
      frames.unlock();
    }
  }

  private static boolean unmap(ReverseMap.Place place, int frame, int slot) {
    ProcessMemory memory = place.mapping().memory();
    long page = place.address();
    boolean taken;
    long section = memory.begin(InvalidationEvent.CLEAR, page, page + Layout.PAGE);
    try {
      taken = replace(memory, page, frame, slot);
    } finally {
      memory.end(section);
    }
    if (taken) {
      memory.frames().release(frame);
    }
    return taken;
  }

  /** The frame's map count becomes the caller's reference. */
  private static boolean replace(ProcessMemory memory, long page, int frame, int slot) {
    memory.tables().lock();
    memory.frames().lock();
    try {
      long[] leaf = memory.tables().leafLocked(page);
      int index = PageTables.entryIndex(page);
      if (leaf == null || !Pte.maps(leaf[index]) || Pte.frame(leaf[index]) != frame) {
        return false;
      }
      memory.changes().add(page, page + Layout.PAGE);
      leaf[index] = Pte.absent(slot, Pte.SWAP | leaf[index] & Pte.DATA);
      memory.flushAll(page, page + Layout.PAGE);
      memory.frames().swap().shareLocked(slot);
      memory.frames().swap().saveLocked(slot, frame);
      memory.frames().mapToReferenceLocked(frame);
      return true;
    } finally {
      memory.frames().unlock();
      memory.tables().unlock();
    }
  }
}

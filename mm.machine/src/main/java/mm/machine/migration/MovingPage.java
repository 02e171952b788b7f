package mm.machine.migration;

import java.util.ArrayList;
import java.util.List;
import mm.api.InvalidationEvent;
import mm.machine.frames.Frames;
import mm.machine.huge.HugeSplit;
import mm.machine.memory.Flags;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.rmap.ReverseMap;
import mm.machine.tables.Layout;
import mm.machine.tables.PageTables;
import mm.machine.tables.Pte;

/**
 * A page between two frames: markers stand where it was mapped, and whoever faults on one waits.
 * Holds a reference to the frame it comes from, if any, and to the one it goes to.
 */
final class MovingPage {
  private final Mapping mapping;
  private final long address;

  /** Where it comes from; {@link Frames#NONE} when nothing was there. */
  private final int source;

  private int target = Frames.NONE;
  private final List<ReverseMap.Place> places = new ArrayList<>();
  private ReverseMap others;

  MovingPage(Mapping mapping, long address, int source) {
    this.mapping = mapping;
    this.address = address;
    this.source = source;
    places.add(new ReverseMap.Place(mapping, address));
  }

  Mapping mapping() {
    return mapping;
  }

  long address() {
    return address;
  }

  int source() {
    return source;
  }

  int target() {
    return target;
  }

  void setTarget(int frame) {
    target = frame;
  }

  /**
   * Puts a marker in the place of an entry that leads to the page, and takes its map count as a
   * reference. The page-table lock is held.
   */
  static void mark(Frames frames, long[] leaf, int index) {
    long entry = leaf[index];
    leaf[index] =
        Pte.absent(Pte.frame(entry), Pte.MIGRATION | entry & (Pte.WRITE | Pte.DIRTY | Pte.DATA));
    frames.lock();
    frames.mapToReferenceLocked(Pte.frame(entry));
    frames.unlock();
  }

  /** Takes the page out of all other mappings, each with a CLEAR; false if that is not possible. */
  boolean unmapOthers() {
    Frames frames = mapping.memory().frames();
    if (frames.mapCount(source) == 0) {
      return true;
    }
    others = ReverseMap.of(mapping, address, source);
    if (!others.isComplete()) {
      return false;
    }
    others.places().forEach(this::unmap);
    return frames.mapCount(source) == 0;
  }

  private void unmap(ReverseMap.Place place) {
    ProcessMemory memory = place.mapping().memory();
    long page = place.address();
    HugeSplit.at(memory, page);
    long section = memory.begin(InvalidationEvent.CLEAR, page, page + Layout.PAGE);
    try {
      if (markAt(memory, page)) {
        memory.frames().release(source); // the first marker's reference is enough
        places.add(place);
      }
    } finally {
      memory.end(section);
    }
  }

  private boolean markAt(ProcessMemory memory, long page) {
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(page);
      int index = PageTables.entryIndex(page);
      if (leaf == null || !Pte.maps(leaf[index]) || Pte.frame(leaf[index]) != source) {
        return false;
      }
      memory.changes().add(page, page + Layout.PAGE);
      mark(memory.frames(), leaf, index);
      memory.flush(page, page + Layout.PAGE);
      return true;
    } finally {
      memory.tables().unlock();
    }
  }

  /**
   * Lets all markers lead to the target, or back to the source when there is none, and drops the
   * references.
   *
   * @return whether the first mapping still wanted the page
   */
  boolean settle() {
    int frame = target == Frames.NONE ? source : target;
    boolean wanted = false;
    for (ReverseMap.Place place : places) {
      boolean settled = settle(place, frame);
      wanted |= settled && place.mapping() == mapping;
    }
    if (others != null) {
      others.close();
    }
    return wanted;
  }

  /** Frees what nothing leads to any more. */
  void release() {
    Frames frames = mapping.memory().frames();
    if (source != Frames.NONE) {
      frames.release(source);
    }
    if (target != Frames.NONE) {
      frames.release(target);
    }
  }

  private boolean settle(ReverseMap.Place place, int frame) {
    ProcessMemory memory = place.mapping().memory();
    memory.tables().lock();
    try {
      long[] leaf = memory.tables().leafLocked(place.address());
      int index = PageTables.entryIndex(place.address());
      int marked = source == Frames.NONE ? target : source;
      if (leaf == null
          || !Pte.is(leaf[index], Pte.MIGRATION)
          || Pte.isPresent(leaf[index])
          || Pte.frame(leaf[index]) != marked) {
        return false;
      }
      leaf[index] = entry(place.mapping(), frame, leaf[index]);
      memory.frames().lock();
      memory.frames().mapLocked(frame);
      if (frame != marked) {
        memory.frames().contents().merged().movedLocked(marked, frame);
      }
      memory.frames().unlock();
      return true;
    } finally {
      memory.tables().unlock();
    }
  }

  private static long entry(Mapping mapping, int frame, long marker) {
    long kept = marker & Pte.DATA;
    if (mapping.memory().frames().has(frame, Frames.DEVICE)) {
      return Pte.absent(frame, Pte.DEVICE | kept | marker & Pte.WRITE);
    }
    long write = mapping.has(Flags.WRITE) ? marker & Pte.WRITE : 0;
    return Pte.of(frame, mapping.readBits() | write | Pte.DIRTY | kept);
  }
}

package mm.machine.reclaim;

import java.util.List;
import java.util.function.Predicate;
import mm.machine.frames.Frames;
import mm.machine.frames.PageLists;
import mm.machine.memory.Flags;
import mm.machine.memory.MachineState;
import mm.machine.memory.Mapping;
import mm.machine.memory.ProcessMemory;
import mm.machine.rmap.MappedPages;
import mm.machine.rmap.PageAge;
import mm.machine.rmap.ReverseMap;
import mm.machine.tables.Layout;

/**
 * Takes pages out of memories because frames are wanted (Linux {@code shrink_lruvec}): each page of
 * the inactive list, oldest first, is asked whether it was used; if so it stays another round, or
 * becomes active; if not it leaves every mapping. Runs in whichever thread, for whichever memory.
 */
public final class Reclaim {
  /** As many passes as Linux has priorities. */
  private static final int MAX_PASSES = 13;

  /** Pages that a pass looks at, if there are so many. */
  private static final int MIN_LOOK = 4096;

  /** What is to become of a page. */
  private enum Verdict {
    KEEP,
    ACTIVATE,
    RECLAIM
  }

  private final Frames frames;
  private final MappedPages mapped;
  private final Predicate<ProcessMemory> scope;
  private final int wanted;
  private int freed;
  private boolean aged;

  private Reclaim(Frames frames, MappedPages mapped, Predicate<ProcessMemory> scope, int wanted) {
    this.frames = frames;
    this.mapped = mapped;
    this.scope = scope;
    this.wanted = wanted;
  }

  /** Tries to free frames that memories in scope map; how many pages left. */
  public static int run(MachineState machine, Predicate<ProcessMemory> scope, int wanted) {
    Frames frames = machine.frames();
    frames.lazyQueue().drain();
    try (MappedPages mapped = new MappedPages(machine)) {
      frames.track();
      frames.lock();
      mapped.forEachFrame(frames.lists()::addMissingLocked);
      frames.unlock();
      Reclaim reclaim = new Reclaim(frames, mapped, scope, wanted);
      reclaim.passes();
      return reclaim.freed;
    }
  }

  /** Goes on as long as pages leave or lose a mark. */
  private void passes() {
    int before = -1;
    aged = true;
    for (int pass = 0; pass < MAX_PASSES && freed < wanted && (aged || freed > before); pass++) {
      before = freed;
      aged = false;
      inactivePass(pass);
      deactivate();
    }
  }

  /** Looks at a part of a long list only, and at more with every pass that frees too little. */
  private void inactivePass(int pass) {
    frames.lock();
    int listed = frames.lists().inactiveLocked();
    frames.unlock();
    int count = Math.min(listed, Math.max(MIN_LOOK, listed >> MAX_PASSES - 1 - pass));
    for (int i = 0; i < count && freed < wanted; i++) {
      frames.lock();
      int frame = frames.lists().takeInactiveLocked();
      frames.unlock();
      if (frame != Frames.NONE) {
        handle(frame, places(frame));
      }
    }
  }

  private List<ReverseMap.Place> places(int frame) {
    if (!frames.contents().isMerged(frame)) {
      return mapped.of(frame);
    }
    frames.lock();
    try {
      return frames.contents().merged().orderedLocked(frame, mapped.of(frame));
    } finally {
      frames.unlock();
    }
  }

  private void handle(int frame, List<ReverseMap.Place> places) {
    Verdict verdict = isEvictable(frame, places) ? judge(frame, places) : Verdict.KEEP;
    long handle = frames.handle(frame);
    int pages = frames.has(frame, Frames.HUGE) ? Layout.ENTRIES : 1;
    if (verdict == Verdict.RECLAIM && PageReclaim.run(frame, places)) {
      freed += pages;
    }
    requeue(handle, verdict);
  }

  private void requeue(long handle, Verdict verdict) {
    int frame = (int) handle;
    frames.lock();
    try {
      if (!frames.isCurrent(handle)) {
        return;
      }
      if (verdict == Verdict.ACTIVATE) {
        frames.lists().activateLocked(frame);
      } else {
        frames.lists().keepLocked(frame);
      }
    } finally {
      frames.unlock();
    }
  }

  /** Locked pages, pages of the pool, and pages that have nowhere to go, are not even asked for. */
  private boolean isEvictable(int frame, List<ReverseMap.Place> places) {
    boolean inScope = false;
    for (ReverseMap.Place place : places) {
      Mapping mapping = place.mapping();
      if (mapping.has(Flags.LOCKED) || mapping.isHugetlb() || isPiece(frame, place)) {
        return false;
      }
      inScope |= scope.test(mapping.memory());
    }
    return inScope && PageReclaim.hasPlace(frame, places);
  }

  /** Whether a huge page is mapped by single entries; such a one stays. */
  private boolean isPiece(int frame, ReverseMap.Place place) {
    return frames.has(frame, Frames.HUGE)
        && !place.mapping().memory().tables().isHuge(place.address());
  }

  private Verdict judge(int frame, List<ReverseMap.Place> places) {
    int used = PageAge.used(places);
    aged |= used > 0;
    frames.lock();
    try {
      boolean before = frames.has(frame, Frames.REFERENCED);
      frames.clearLocked(frame, Frames.REFERENCED);
      if (used == 0) {
        return Verdict.RECLAIM;
      }
      frames.setLocked(frame, Frames.REFERENCED);
      return before || used > 1 || isCode(places) ? Verdict.ACTIVATE : Verdict.KEEP;
    } finally {
      frames.unlock();
    }
  }

  private static boolean isCode(List<ReverseMap.Place> places) {
    for (ReverseMap.Place place : places) {
      if (place.mapping().has(Flags.EXEC) && !place.mapping().isAnonymous()) {
        return true;
      }
    }
    return false;
  }

  /** Active pages become inactive while there are more of them, used code excepted. */
  private void deactivate() {
    int count = excess();
    for (int i = 0; i < count; i++) {
      frames.lock();
      int frame = frames.lists().takeActiveLocked();
      frames.unlock();
      if (frame != Frames.NONE) {
        List<ReverseMap.Place> places = places(frame);
        boolean used = isEvictable(frame, places) && PageAge.used(places) > 0;
        aged |= used;
        requeue(frames.handle(frame), used && isCode(places) ? Verdict.ACTIVATE : Verdict.KEEP);
      }
    }
  }

  private int excess() {
    frames.lock();
    try {
      PageLists lists = frames.lists();
      return lists.inactiveLocked() < lists.activeLocked() ? lists.activeLocked() : 0;
    } finally {
      frames.unlock();
    }
  }
}

package mm.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The pages that reclaim looks at, oldest first: a list of inactive ones, where new pages arrive,
 * and one of active ones (Linux's two-list LRU). Kept only from the first reclaim or memory group
 * on, since it costs more than a page does otherwise. Guarded by the frames' lock.
 */
final class PageLists {
  private final Frames frames;
  private final Deque<Long> inactive = new ArrayDeque<>();
  private final Deque<Long> active = new ArrayDeque<>();

  PageLists(Frames frames) {
    this.frames = frames;
  }

  void arrivedLocked(int frame) {
    put(inactive, frame);
  }

  /** Adds pages that came to be mapped before the lists were kept, or as part of a huge page. */
  void addMissingLocked(List<Integer> mapped) {
    for (int frame : mapped) {
      boolean tail = frames.has(frame, Frames.HUGE) && frame != Frames.headOf(frame);
      if (!tail && !frames.has(frame, Frames.LISTED)) {
        put(inactive, frame);
      }
    }
  }

  private void put(Deque<Long> list, int frame) {
    frames.setLocked(frame, Frames.LISTED);
    list.add(frames.handle(frame));
  }

  int inactiveLocked() {
    return inactive.size();
  }

  int activeLocked() {
    return active.size();
  }

  /** Takes the oldest inactive page; {@link Frames#NONE} when it was freed since. */
  int takeInactiveLocked() {
    return take(inactive);
  }

  int takeActiveLocked() {
    return take(active);
  }

  private int take(Deque<Long> list) {
    Long handle = list.poll();
    if (handle == null || !frames.isCurrent(handle)) {
      return Frames.NONE;
    }
    int frame = (int) (long) handle;
    frames.clearLocked(frame, Frames.LISTED);
    return frame;
  }

  void keepLocked(int frame) {
    put(inactive, frame);
  }

  void activateLocked(int frame) {
    put(active, frame);
  }
}

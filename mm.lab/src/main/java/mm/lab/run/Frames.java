package mm.lab.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.lab.explore.Course;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;

/** Frames of memory, by number, with their references. */
final class Frames {
  private static final String OBJECT = "frames";

  private final Course course;
  private final Progress progress;
  private final int total;
  private final Map<Long, Integer> references = new HashMap<>();
  private final Map<Long, Integer> pins = new HashMap<>();
  private long last;

  /** Of so many frames; 0 when there are always enough. */
  Frames(Course course, Progress progress, int total) {
    this.course = course;
    this.progress = progress;
    this.total = total;
  }

  /** A fresh frame; waits for one where memory is short. */
  long take() {
    if (total > 0) {
      course.await(
          new Waiting(
              "a free frame", () -> references.size() < total, List.of(OBJECT), progress::freers),
          Long.MAX_VALUE);
      course.touch(OBJECT, Touch.WRITE);
    } else {
      course.touch(OBJECT, Touch.ADD);
    }
    references.put(++last, 1);
    return last;
  }

  void get(long frame) {
    references.merge(frame, 1, Integer::sum);
    course.touch("frame " + frame, Touch.ADD);
  }

  /** Whether that was the last reference. */
  boolean put(long frame) {
    course.touch("frame " + frame, Touch.WRITE);
    int left = references.merge(frame, -1, Integer::sum);
    if (left <= 0) {
      references.remove(frame);
      course.touch(OBJECT, total > 0 ? Touch.WRITE : Touch.ADD);
    }
    return left <= 0;
  }

  /** A reference of a device. */
  void pin(long frame) {
    get(frame);
    pins.merge(frame, 1, Integer::sum);
  }

  void unpin(long frame) {
    pins.computeIfPresent(frame, (key, count) -> count == 1 ? null : count - 1);
    put(frame);
  }

  boolean isPinned(long frame) {
    course.touch("frame " + frame, Touch.READ);
    return pins.containsKey(frame);
  }

  boolean isFree(long frame) {
    return !references.containsKey(frame);
  }
}

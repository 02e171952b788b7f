package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import mm.lab.explore.Course;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;

/** The mmap lock of a space: many readers or one writer. */
final class MapLock {
  private final Course course;
  private final String name;
  private final List<String> readers = new ArrayList<>();
  private String writer;

  MapLock(Course course, String space) {
    this.course = course;
    name = "mmap lock of " + space;
  }

  void readLock() {
    if (!course.isLooking()) {
      await(() -> writer == null);
      course.touch(name, Touch.ADD);
      readers.add(course.actor());
    }
  }

  boolean tryReadLock() {
    course.step("try " + name);
    course.touch(name, Touch.WRITE);
    boolean free = writer == null;
    if (free) {
      readers.add(course.actor());
    }
    return free;
  }

  void readUnlock() {
    if (!course.isLooking()) {
      course.touch(name, Touch.ADD);
      readers.remove(course.actor());
    }
  }

  void writeLock() {
    await(() -> writer == null && readers.isEmpty());
    course.touch(name, Touch.WRITE);
    writer = course.actor();
  }

  void writeUnlock() {
    course.touch(name, Touch.WRITE);
    writer = null;
  }

  void downgrade() {
    writeUnlock();
    readers.add(course.actor());
  }

  private void await(java.util.function.BooleanSupplier free) {
    course.await(new Waiting(name, free, List.of(name), this::holders), Long.MAX_VALUE);
  }

  private List<String> holders() {
    return writer == null ? List.copyOf(readers) : List.of(writer);
  }
}

package mm.lab.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.lab.explore.Course;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.lab.scenario.Outcome;

/** Locks by name. They are not re-entrant: who takes one twice waits for itself. */
final class Locks {
  private final World world;
  private final Course course;
  private final Map<String, String> owners = new HashMap<>();

  Locks(World world) {
    this.world = world;
    course = world.course;
  }

  void lock(String name) {
    if (course.isLooking()) {
      return;
    }
    Waiting wait =
        new Waiting(
            "lock " + name,
            () -> !owners.containsKey(name),
            List.of(object(name)),
            () -> List.of(owners.getOrDefault(name, "")));
    course.await(wait, Long.MAX_VALUE);
    take(name);
  }

  private void take(String name) {
    course.touch(object(name), Touch.WRITE);
    owners.put(name, course.actor());
    world.watching().locked(name);
  }

  boolean tryLock(String name) {
    if (course.isLooking()) {
      return true;
    }
    course.step("try lock " + name);
    course.touch(object(name), Touch.WRITE);
    boolean free = !owners.containsKey(name);
    if (free) {
      take(name);
    }
    return free;
  }

  void unlock(String name) {
    if (course.isLooking()) {
      return;
    }
    course.touch(object(name), Touch.WRITE);
    if (owners.remove(name, course.actor())) {
      world.watching().unlocked(name);
    } else {
      Rig rig = world.inCallbackOf();
      String who = rig == null ? course.actor() : rig.name();
      world.journal.found(
          Outcome.UNPAIRED, who, who + " gives back lock " + name + ", which it has not taken");
    }
  }

  /** Whether this thread has taken a lock. */
  boolean holdsAny() {
    return !course.isLooking() && owners.containsValue(course.actor());
  }

  private static String object(String name) {
    return "lock " + name;
  }
}

package mm.lab.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mm.lab.explore.Touch;
import mm.lab.result.LabEvent;
import mm.lab.scenario.Pages;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;
import mm.spi.Device;

/** The accesses of a driver's device, by thread, and what guards ask about them. */
final class Accesses {
  private final World world;
  private final Rig rig;
  private final Map<String, Integer> looks = new HashMap<>();
  private final Set<String> reading = new HashSet<>();

  Accesses(World world, Rig rig) {
    this.world = world;
    this.rig = rig;
  }

  AccessOutcome make(int page, Access access) {
    world.course.step(rig.name() + " accesses page " + page);
    world.course.enter(rig.object());
    looks.put(world.course.actor(), 0);
    try {
      AccessOutcome outcome = guarded(page, access);
      world.journal.note(
          LabEvent.Kind.ACCESS,
          rig.name(),
          rig.space().name,
          new Pages(page, page + 1).range(),
          rig.name() + "'s device accesses page " + page + ": " + outcome);
      return outcome;
    } finally {
      world.course.leaveObject();
      world.course.touch(rig.object(), Touch.WRITE);
    }
  }

  /** What was made is used at once, unless a guard takes it away. */
  private AccessOutcome guarded(int page, Access access) {
    reading.remove(world.course.actor());
    AccessOutcome outcome = use(page, access);
    if (outcome != AccessOutcome.MADE) {
      return outcome;
    }
    if (!world.guards.published(rig, page)) {
      return AccessOutcome.BUSY;
    }
    world.guards.used(rig, page);
    return outcome;
  }

  /** A reader has begun, and has to ask before it publishes. */
  void readBegun() {
    reading.add(world.course.actor());
  }

  void readChecked() {
    reading.remove(world.course.actor());
  }

  boolean readsUnchecked() {
    return reading.contains(world.course.actor());
  }

  private AccessOutcome use(int page, Access access) {
    Device device = rig.device();
    if (device instanceof DataDevice data) {
      return data.access(Pages.address(page), access, frame -> world.oracle.uses(rig, frame, page));
    }
    return device.access(Pages.address(page), access);
  }

  /** After the run, when nothing is waited for. */
  AccessOutcome probe(int page) {
    return use(page, Access.READ);
  }

  /** How often this thread has looked pages up in the access it makes. */
  int countLook() {
    return looks.merge(world.course.actor(), 1, Integer::sum);
  }
}

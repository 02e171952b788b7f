package mm.lab.run;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.lab.result.LabEvent;

/**
 * Replaces the engine while memory changes, as the spaces that outlive engines do it in Felix:
 * drivers let go of everything, and leave when the sections that they were told of have ended. Then
 * there is no engine, and sections are counted that tell nobody, since nobody holds anything. In
 * the next one drivers come back when all sections have ended that were begun before (R4.2). A
 * section ends where it was begun.
 */
final class EngineSwap {
  private final World world;

  EngineSwap(World world) {
    this.world = world;
  }

  void run() {
    world.turns.swap(this::swap);
  }

  private void swap() {
    world.journal.note(LabEvent.Kind.DRIVER, "", "swaps the engine: its drivers let go");
    List<Rig> there = world.rigs.values().stream().filter(Rig::isAttached).toList();
    there.forEach(Rig::leave);
    moveTo(world.engines.next(), " has no engine"); // one without drivers is as good as none
    moveTo(world.engines.next(), " is in the next engine");
    there.forEach(Rig::comeBack);
  }

  /** A space that has been released stays so. */
  private void moveTo(Engine next, String says) {
    for (SimSpace each : world.spaces.made()) {
      world.course.step("moves " + each.name);
      world.course.touch("list of " + each.name, Touch.WRITE);
      world.course.touch("epochs of " + each.name, Touch.WRITE);
      AddressSpace before = each.space();
      if (before.released()) {
        continue;
      }
      each.dispatchedBy(next.dispatcher().createSpace(each.name));
      world.journal.note(LabEvent.Kind.DRIVER, "", each.name + says);
      if (world.keeps(Rule.R4_2)) {
        awaitSections(each, before);
      }
    }
  }

  private void awaitSections(SimSpace in, AddressSpace before) {
    if (!in.sections.in(before).isEmpty()) {
      world.course.await(
          new Waiting(
              "the sections of " + in.name + " that were begun before",
              () -> in.sections.in(before).isEmpty(),
              List.of("open sections of " + in.name),
              () -> in.sections.in(before)),
          Long.MAX_VALUE);
    }
  }
}

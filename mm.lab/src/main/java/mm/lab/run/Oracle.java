package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.Violation;
import mm.lab.explore.Stuck;
import mm.lab.explore.Touch;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Pages;
import mm.spi.Access;
import mm.spi.AccessOutcome;

/**
 * Looks whether a device holds what the CPU's page table does not say, outside of sections; whether
 * it uses memory that is free; and, when all is over, whether somebody is stuck or not served.
 */
final class Oracle {
  private final World world;

  Oracle(World world) {
    this.world = world;
  }

  /** After an operation or a section. */
  void check(SimSpace space) {
    world.attachedTo(space).forEach(each -> world.course.touch(each.object(), Touch.READ));
    world.course.look(() -> world.attachedTo(space).forEach(this::checkDevice));
  }

  private void checkDevice(Rig rig) {
    SimSpace space = rig.space();
    List<String> stale = new ArrayList<>();
    rig.device()
        .translations(
            new AddressRange(Pages.BASE, Pages.address(Pages.MOST)),
            (address, frame, rights) -> {
              if (!space.sections.covers(address) && !agrees(space, address, frame, rights)) {
                stale.add(
                    "page "
                        + World.page(address)
                        + " to frame "
                        + frame
                        + " ("
                        + state(frame)
                        + ")");
              }
            });
    stale.forEach(
        each ->
            world.journal.found(
                Outcome.CORRUPTS, rig.name(), rig.name() + " still translates " + each));
  }

  /** Whether a device holds what the page table does not say, and no section is to blame. */
  boolean isStale(Rig rig, int page) {
    boolean[] stale = {false};
    SimSpace space = rig.space();
    world.course.look(
        () ->
            rig.device()
                .translations(
                    new Pages(page, page + 1).range(),
                    (address, frame, rights) ->
                        stale[0] |=
                            !space.sections.covers(address)
                                && !agrees(space, address, frame, rights)));
    return stale[0];
  }

  private String state(long frame) {
    return world.frames.isFree(frame) ? "free" : "no longer there, or with fewer rights";
  }

  private static boolean agrees(SimSpace space, long address, long frame, Access rights) {
    int page = World.page(address);
    SimSpace.Pte entry = space.table().get(page);
    if (entry == null) {
      Long kept = space.kept(page);
      return kept != null && kept == frame;
    }
    return entry.frame() == frame && entry.rights().allows(rights);
  }

  /** A device uses a frame. */
  void uses(Rig rig, long frame, int page) {
    world.course.touch("frame " + frame, Touch.READ);
    if (frame != 0 && world.frames.isFree(frame)) {
      world.journal.found(
          Outcome.CORRUPTS,
          rig.name(),
          rig.name() + " uses page " + page + " in frame " + frame + ", which is free");
    }
  }

  /** When nobody takes another step. */
  void checkEnd() {
    List<Stuck> stuck = world.course.stuck();
    List<Stuck> cycle = world.course.cycle();
    if (!cycle.isEmpty()) {
      world.journal.found(Outcome.DEADLOCKS, "", "deadlock: " + circle(cycle));
    }
    for (Stuck each : stuck) {
      if (cycle.isEmpty()) {
        world.journal.found(Outcome.STALLS, "", each.actor() + " waits for ever: " + each.what());
      }
    }
    world.clocks.neverOver();
    world.spaces.all().forEach(this::check);
    if (stuck.isEmpty()) {
      world.rigs.values().stream().filter(Rig::isAttached).forEach(this::probe);
    }
    world.engines.violations().forEach(this::report);
  }

  private static String circle(List<Stuck> cycle) {
    StringBuilder text = new StringBuilder();
    for (Stuck each : cycle) {
      text.append(each.actor())
          .append(" waits for ")
          .append(each.what())
          .append(", which is up to ");
    }
    return text + cycle.get(0).actor();
  }

  /** Every page that is there has to be served; who counts a section that is over serves none. */
  private void probe(Rig rig) {
    SimSpace space = rig.space();
    if (space.gone || !rig.serves()) {
      return;
    }
    rig.unbalanced().ifPresent(why -> world.journal.found(Outcome.STALLS, rig.name(), why));
    for (int page : List.copyOf(space.table().keySet())) {
      AccessOutcome outcome = rig.accesses.probe(page);
      if (outcome == AccessOutcome.BUSY) {
        world.journal.found(
            Outcome.STALLS, rig.name(), rig.name() + " is not served any more: BUSY for ever");
        return;
      }
    }
  }

  private void report(Violation each) {
    world.journal.reported(
        each.rule().id(), each.subscriber(), each.subscriber() + " " + each.message());
  }
}

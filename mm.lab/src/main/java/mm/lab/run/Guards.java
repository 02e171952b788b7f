package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.ContractException;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.Rule;
import mm.lab.explore.Touch;
import mm.lab.result.LabEvent;
import mm.lab.rules.Switch;
import mm.lab.scenario.Pages;
import mm.spi.Access;

/**
 * Looks drivers over while they run, under whatever stands behind them: what a callback has left
 * undone is thrown in its place, so that the dispatcher treats it as a callback that failed; what a
 * device makes of a page that has changed is taken away from it before it is used.
 */
final class Guards {
  private final World world;

  Guards(World world) {
    this.world = world;
  }

  boolean watch(Rule rule) {
    return world.rules.is(Switch.GUARDS, "on") && world.keeps(rule);
  }

  /** After a start: nothing of the range is held, or nothing that can write (R1.4). */
  void dropped(Rig rig, InvalidationRange about, AddressRange within) {
    if (!watch(Rule.R1_4) || isOwn(rig, about)) {
      return;
    }
    long start = Math.max(about.start(), within.start());
    long end = Math.min(about.end(), within.end());
    List<Integer> held = held(rig, start, end, mayStayReadable(about) ? Access.WRITE : Access.READ);
    if (!held.isEmpty()) {
      throw new ContractException(
          Rule.R1_4, "still translates " + words(held) + " after it was told of it");
    }
  }

  private boolean isOwn(Rig rig, InvalidationRange about) {
    return about.owner() != MigrationOwner.NONE && about.owner() == world.owner(rig.name());
  }

  private static boolean mayStayReadable(InvalidationRange about) {
    return switch (about.event()) {
      case PROTECTION_VMA, PROTECTION_PAGE, SOFT_DIRTY -> true;
      default -> false;
    };
  }

  /** After a release nothing is held (R1.5). */
  void released(Rig rig) {
    if (watch(Rule.R1_5)) {
      List<Integer> held = held(rig, Pages.BASE, Pages.address(Pages.MOST), Access.READ);
      if (!held.isEmpty()) {
        throw new ContractException(
            Rule.R1_5, "still translates " + words(held) + " after release");
      }
    }
  }

  /** After an invalidation the sequence says so (R3.2). */
  void sequenceSet(Rig rig, InvalidationRange about, long now, long set) {
    boolean own = about.event() == InvalidationEvent.MIGRATE && isOwn(rig, about);
    if (watch(Rule.R3_2) && !own && now != set) {
      throw new ContractException(Rule.R3_2, "did not set the sequence");
    }
  }

  /** Whether a translation that was just made may stay and be used. */
  boolean published(Rig rig, int page) {
    Rule rule = rig.isReader() ? Rule.R3_3 : Rule.R1_4;
    if (!watch(rule)) {
      return true;
    }
    world.course.touch(rig.space().object(), Touch.READ);
    String wrong = wrong(rig, page);
    if (wrong.isEmpty()) {
      return true;
    }
    rig.broke(rule, "makes a translation of page " + page + wrong);
    world.journal.note(LabEvent.Kind.DRIVER, rig.name(), rig.name() + " is taken out of service");
    rig.device().quiesce();
    return false;
  }

  private String wrong(Rig rig, int page) {
    if (rig.accesses.readsUnchecked()) {
      return " and has not asked whether something collided";
    }
    if (rig.isBetweenStartAndEnd(Pages.address(page))) {
      return " between a start and its end";
    }
    return world.oracle.isStale(rig, page) ? " that has changed since it was looked up" : "";
  }

  private List<Integer> held(Rig rig, long start, long end, Access rights) {
    List<Integer> held = new ArrayList<>();
    if (rig.device() != null && start < end) {
      world.course.look(
          () ->
              rig.device()
                  .translations(
                      new AddressRange(start, end),
                      (address, frame, own) -> {
                        if (own.allows(rights)) {
                          held.add(World.page(address));
                        }
                      }));
    }
    return held;
  }

  private static String words(List<Integer> pages) {
    return (pages.size() == 1 ? "page " : "pages ")
        + String.join(", ", pages.stream().map(Object::toString).toList());
  }

  /** A translation that was made is used now, which shows whether it leads somewhere. */
  void used(Rig rig, int page) {
    if (rig.device() instanceof ModelDriver model) {
      model.use(page);
    }
  }

  /** A promise that the lab itself has seen broken. */
  void report(Rule rule, String driver, String what) {
    if (watch(rule)) {
      world.journal.reported(rule.id(), driver, driver + " " + what);
      world.reactions.broke(driver);
    }
  }
}

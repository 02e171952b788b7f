package mm.lab.run;

import java.util.Map;
import mm.api.Rule;
import mm.lab.result.LabEvent;
import mm.spi.Answer;
import mm.spi.HandOver;

/**
 * Replaces a driver while memory changes. The newcomer subscribes first, so that for a while both
 * are told; when it is settled (R4.2) the old one makes nothing new, the newcomer takes over what
 * still holds, serves from then on, and the old one leaves when its sections have ended. Without
 * R4.5 the old one leaves first, and what it held is handed over across the gap. Real drivers hand
 * over as the engine lets them, with a step before each call.
 */
final class Swap {
  private static final int ATTEMPTS = 2; // the engine has more, of which none differs

  private final World world;
  private final Rig old;
  private final Rig next;

  Swap(World world, Rig old, Rig next) {
    this.world = world;
    this.old = old;
    this.next = next;
  }

  void run() {
    if (!old.isAttached()) {
      return;
    }
    note(next.name() + " replaces " + old.name());
    next.succeeds(old);
    if (world.keeps(Rule.R4_5)) {
      besideEachOther();
    } else {
      oneAfterTheOther();
    }
  }

  private void note(String text) {
    world.journal.note(LabEvent.Kind.DRIVER, next.name(), text);
  }

  private void besideEachOther() {
    if (next.attach()) {
      next.awaitSettled();
      old.freeze();
      note(takesOver() ? "takes over what holds" : "starts with nothing");
      old.succeededBy(next);
      old.detach();
    }
  }

  private boolean takesOver() {
    if (old.device() instanceof ModelDriver from && next.device() instanceof ModelDriver to) {
      return to.takeOver(from);
    }
    return old.device() instanceof HandOver from
        && next.device() instanceof HandOver to
        && from.stateForm().equals(to.stateForm())
        && takesOver(from, to);
  }

  private boolean takesOver(HandOver from, HandOver to) {
    for (int i = 0; i < ATTEMPTS; i++) {
      inside(next, " begins to take over");
      long sequence = to.importBegin();
      world.course.leaveObject();
      inside(old, " hands over");
      Map<String, Object> state = from.exportState();
      world.course.leaveObject();
      inside(next, " takes over");
      Answer answer = to.importState(state, sequence);
      world.course.leaveObject();
      if (answer == Answer.DONE) {
        return true;
      }
    }
    return false;
  }

  private void inside(Rig rig, String does) {
    world.course.step(rig.name() + does);
    world.course.enter(rig.object());
  }

  private void oneAfterTheOther() {
    ModelDriver from = old.device() instanceof ModelDriver model ? model.copy() : null;
    old.succeededBy(next);
    old.detach();
    if (next.attach() && from != null && next.device() instanceof ModelDriver to) {
      to.takeAnyway(from);
      note("takes over what " + old.name() + " held when it left");
    }
  }
}

package mm.lab.run;

import mm.api.Rule;
import mm.lab.result.LabEvent;

/**
 * Replaces a driver while memory changes. The newcomer subscribes first, so that for a while both
 * are told; when it is settled (R4.2) the old one makes nothing new, the newcomer takes over what
 * still holds, serves from then on, and the old one leaves when its sections have ended. Without
 * R4.5 the old one leaves first, and what it held is handed over across the gap.
 */
final class Swap {
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
      if (old.device() instanceof ModelDriver from && next.device() instanceof ModelDriver to) {
        note(to.takeOver(from) ? "takes over what holds" : "starts with nothing");
      }
      old.succeededBy(next);
      old.detach();
    }
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

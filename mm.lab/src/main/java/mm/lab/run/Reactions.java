package mm.lab.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mm.api.Violation;
import mm.lab.result.LabEvent;
import mm.lab.rules.Switch;
import mm.lab.scenario.Terms;

/**
 * What becomes of a driver that breaks its word, by the policy of the scenario: as in the engine it
 * is taken out of service by a thread of its own, not in the callback that gave the reason, and
 * waits for the sections that are open.
 */
final class Reactions {
  private final World world;
  private final Set<String> takenOut = new HashSet<>();
  private int seen;

  Reactions(World world) {
    this.world = world;
  }

  /** Called when a callback is over: what the dispatcher has recorded meanwhile. */
  void look() {
    if (quarantines()) {
      List<Violation> all = world.engines.violations();
      all.subList(Math.min(seen, all.size()), all.size()).forEach(each -> broke(each.subscriber()));
      seen = all.size();
    }
  }

  /** Called on the thread that has broken a promise. */
  void broke(String driver) {
    Rig rig = world.rigs.get(driver);
    if (rig != null && quarantines() && !world.course.isLooking() && takenOut.add(driver)) {
      world.course.spawnServant("policy for " + driver, () -> takeOut(rig));
    }
  }

  private void takeOut(Rig rig) {
    world.journal.note(
        LabEvent.Kind.DRIVER, rig.name(), "takes " + rig.name() + " out: it has broken its word");
    rig.quarantine();
  }

  private boolean quarantines() {
    return world.scenario.terms().reaction() == Terms.Reaction.QUARANTINE
        && world.rules.is(Switch.POLICY, "followed");
  }
}

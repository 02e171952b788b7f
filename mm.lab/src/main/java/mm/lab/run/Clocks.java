package mm.lab.run;

import java.util.concurrent.TimeUnit;
import mm.api.Rule;
import mm.lab.scenario.Terms.Limit;

/** How long things take in virtual time, held against what the scenario allows. */
final class Clocks {
  private final World world;

  Clocks(World world) {
    this.world = world;
  }

  long now() {
    return world.course.nanoTime();
  }

  /** A callback that began then is over (R1.10). */
  void returned(Rig rig, long began) {
    check(Limit.CALLBACK, Rule.R1_10, began, rig.name(), "was in a callback for ");
  }

  /** A section is over (R2.11), and with the last one the epoch (R3.7). */
  void ended(SimSpace in, OpenSections.Open open) {
    check(Limit.SECTION, Rule.R2_11, open.began(), open.thread(), "had a section open for ");
    if (in.sections.isEmpty() && in.epochSince >= 0) {
      check(Limit.EPOCH, Rule.R3_7, in.epochSince, "space " + in.name, "had an epoch open for ");
      in.epochSince = -1;
    }
  }

  /** Nobody goes on: who is still in a callback, or has a section open, has it for ever. */
  void neverOver() {
    for (SimSpace each : world.spaces.all()) {
      each.sections
          .all()
          .forEach(
              open -> neverOver(Limit.SECTION, Rule.R2_11, open.thread(), "has a section open"));
    }
    for (Rig each : world.rigs.values()) {
      if (each.isInCallback()) {
        neverOver(Limit.CALLBACK, Rule.R1_10, each.name(), "is in a callback");
      }
    }
  }

  private void neverOver(Limit limit, Rule rule, String who, String what) {
    if (world.scenario.terms().limits().containsKey(limit)) {
      world.guards.report(rule, who, what + " for ever");
    }
  }

  private void check(Limit limit, Rule rule, long since, String who, String what) {
    long millis = TimeUnit.NANOSECONDS.toMillis(now() - since);
    if (millis > world.scenario.terms().limits().getOrDefault(limit, Integer.MAX_VALUE)) {
      world.guards.report(rule, who, what + millis + " ms");
    }
  }
}

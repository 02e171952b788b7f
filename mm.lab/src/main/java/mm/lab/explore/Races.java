package mm.lab.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds, in one run, the pairs of steps whose order could have been the other way round, and asks
 * for it at the node before the first of the two.
 */
final class Races {
  private final List<Node> path;
  private final List<int[]> clocks = new ArrayList<>(); // what each step has seen, per actor
  private final int actors;

  private Races(List<Node> path, int actors) {
    this.path = path;
    this.actors = actors;
  }

  static void mark(List<Node> path, List<Chooser.Blocked> blocked) {
    int actors = 0;
    for (Node each : path) {
      for (Decision decision : each.enabled) {
        actors = Math.max(actors, decision.actor() + 1);
      }
    }
    for (Chooser.Blocked each : blocked) {
      actors = Math.max(actors, each.actor() + 1);
    }
    new Races(path, actors).mark(blocked);
  }

  private void mark(List<Chooser.Blocked> blocked) {
    for (int i = 0; i < path.size(); i++) {
      Node node = path.get(i);
      if (node.touched() == null) {
        break;
      }
      clocks.add(look(i, node.taken().actor(), node.touched()));
    }
    // Who waits at the end might have come earlier.
    for (Chooser.Blocked each : blocked) {
      look(clocks.size(), each.actor(), each.on());
    }
  }

  /** The clock of a step at a place; marks the races with steps before it. */
  private int[] look(int place, int actor, Touches touches) {
    int last = lastOf(actor, place);
    int[] clock = last < 0 ? new int[actors] : clocks.get(last).clone();
    for (int j = place - 1; j >= 0; j--) {
      Node node = path.get(j);
      int other = node.taken().actor();
      if (other == actor || clock[other] > j || node.touched().commutes(touches)) {
        continue;
      }
      boolean byTime = touches.isEverything() || node.touched().isEverything();
      boolean blocked = last < j && !node.allows(actor);
      if (!byTime && blocked) {
        continue; // it had to wait for this one; what it could have come before lies further back
      }
      if (!byTime) {
        node.tryFirst(actor);
      }
      join(clock, clocks.get(j));
    }
    clock[actor] = place + 1;
    return clock;
  }

  private int lastOf(int actor, int place) {
    int last = place - 1;
    while (last >= 0 && path.get(last).taken().actor() != actor) {
      last--;
    }
    return last;
  }

  private static void join(int[] clock, int[] other) {
    for (int i = 0; i < clock.length; i++) {
      clock[i] = Math.max(clock[i], other[i]);
    }
  }
}

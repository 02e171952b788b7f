package mm.lab.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds, in one run, the pairs of steps whose order could have been the other way round, and asks
 * at the node before the first of the two for an actor with which the other way round can begin
 * (source sets of Abdulla, Aronis, Jonsson and Sagonas, 2014).
 */
final class Races {
  private final List<Node> path;
  private final List<int[]> clocks = new ArrayList<>(); // what each step has seen, per actor
  private int actors;

  Races(List<Node> path) {
    this.path = path;
  }

  /** The step at a place is another now: nothing is known from there on. */
  void forgetFrom(int place) {
    if (place < clocks.size()) {
      clocks.subList(place, clocks.size()).clear();
    }
  }

  /** What was marked for the steps that are still the same stays marked. */
  void mark(List<Chooser.Blocked> blocked) {
    count(blocked);
    for (int i = clocks.size(); i < path.size(); i++) {
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

  /** With one more actor than before, all clocks are too short. */
  private void count(List<Chooser.Blocked> blocked) {
    int most = actors;
    for (int i = clocks.size(); i < path.size(); i++) {
      most = Math.max(most, path.get(i).actors());
    }
    for (Chooser.Blocked each : blocked) {
      most = Math.max(most, each.actor() + 1);
    }
    if (most > actors) {
      actors = most;
      clocks.clear();
    }
  }

  /** The clock of a step at a place; marks the races with steps before it. */
  private int[] look(int place, int actor, Touches touches) {
    int last = lastOf(actor, place);
    int[] clock = last < 0 ? new int[actors] : clocks.get(last).clone();
    int[] hidden = clock.clone();
    List<Integer> races = new ArrayList<>();
    for (int j = place - 1; j >= 0; j--) {
      Node node = path.get(j);
      int other = node.taken().actor();
      if (other == actor || node.touched().commutes(touches)) {
        continue;
      }
      boolean byTime = touches.isEverything() || node.touched().isEverything();
      // Who had to wait for a step could not have come before it, but before an earlier one.
      boolean blocked = last < j && !node.allows(actor);
      if (hidden[other] <= j && !byTime && !blocked) {
        races.add(j);
      }
      if (!blocked) {
        join(hidden, clocks.get(j));
      }
      join(clock, clocks.get(j));
    }
    races.forEach(j -> reverse(j, place, actor, clock));
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

  /** Whoever can begin with what did not depend on the first step, the second at its end. */
  private void reverse(int first, int place, int actor, int[] clock) {
    int other = path.get(first).taken().actor();
    List<Integer> independent = new ArrayList<>();
    Set<Integer> beginners = new HashSet<>();
    Set<Integer> seen = new HashSet<>();
    for (int k = first + 1; k < place; k++) {
      if (clocks.get(k)[other] <= first) {
        int own = path.get(k).taken().actor();
        if (seen.add(own) && isInitial(independent, clocks.get(k))) {
          beginners.add(own);
        }
        independent.add(k);
      }
    }
    if (seen.add(actor) && isInitial(independent, clock)) {
      beginners.add(actor);
    }
    path.get(first).tryOneOf(beginners);
  }

  private boolean isInitial(List<Integer> before, int[] clock) {
    return before.stream().noneMatch(m -> clock[path.get(m).taken().actor()] > m);
  }

  private static void join(int[] clock, int[] other) {
    for (int i = 0; i < clock.length; i++) {
      clock[i] = Math.max(clock[i], other[i]);
    }
  }
}

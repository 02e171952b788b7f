package mm.lab.explore;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds a circle among those that wait for ever. */
final class WaitCircle {
  private final List<Stuck> stuck;

  WaitCircle(List<Stuck> stuck) {
    this.stuck = stuck;
  }

  /** Each waits for the next, the last for the first; empty when there is no circle. */
  List<Stuck> find() {
    for (Stuck each : stuck) {
      List<Stuck> path = follow(each, new LinkedHashSet<>());
      if (!path.isEmpty()) {
        return path;
      }
    }
    return List.of();
  }

  private List<Stuck> follow(Stuck from, Set<Stuck> path) {
    if (path.contains(from)) {
      List<Stuck> all = new ArrayList<>(path);
      return all.subList(all.indexOf(from), all.size());
    }
    path.add(from);
    for (Stuck each : stuck) {
      if (from.blockers().contains(each.actor())) {
        List<Stuck> found = follow(each, path);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    path.remove(from);
    return List.of();
  }
}

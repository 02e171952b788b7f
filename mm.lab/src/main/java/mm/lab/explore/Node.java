package mm.lab.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A state of the search: what could be done, and what was. */
final class Node {
  final List<Decision> enabled;
  private final Map<Decision, Touches> asleep;
  private final Set<Integer> worthTrying = new HashSet<>();
  private final Set<Decision> tried = new HashSet<>();
  private Decision taken;
  private Touches touched;

  Node(List<Decision> enabled, Map<Decision, Touches> asleep, Reduction reduction) {
    this.enabled = List.copyOf(enabled);
    this.asleep = asleep;
    if (reduction != Reduction.RACES) {
      enabled.forEach(each -> worthTrying.add(each.actor()));
    }
  }

  /** The same actor first: what is found first has few switches. */
  Optional<Decision> first(int current) {
    List<Decision> awake = new ArrayList<>(enabled);
    awake.removeAll(asleep.keySet());
    Optional<Decision> choice =
        awake.stream()
            .filter(each -> each.actor() == current)
            .findFirst()
            .or(() -> awake.stream().findFirst());
    choice.ifPresent(each -> worthTrying.add(each.actor()));
    return choice;
  }

  Optional<Decision> another() {
    return enabled.stream()
        .filter(each -> worthTrying.contains(each.actor()))
        .filter(each -> !asleep.containsKey(each) && !tried.contains(each))
        .findFirst();
  }

  Decision taken() {
    return taken;
  }

  Touches touched() {
    return touched;
  }

  void take(Decision decision) {
    taken = decision;
    touched = null;
    tried.add(decision);
  }

  void touched(Touches now) {
    touched = now;
  }

  /** What was taken is not taken again from here, until something depends on it. */
  void putToSleep(Reduction reduction) {
    if (reduction != Reduction.NONE && touched != null) {
      asleep.put(taken, touched);
    }
  }

  /** Who still sleeps after what was taken. */
  Map<Decision, Touches> stillAsleep() {
    Map<Decision, Touches> still = new LinkedHashMap<>();
    asleep.forEach(
        (each, touches) -> {
          if (each.actor() != taken.actor() && touches.commutes(touched)) {
            still.put(each, touches);
          }
        });
    return still;
  }

  /** A race was seen behind: one of these has to go first here, or whoever can. */
  void tryOneOf(Set<Integer> actors) {
    if (actors.stream().anyMatch(worthTrying::contains)) {
      return;
    }
    Optional<Integer> found = actors.stream().filter(this::allows).findFirst();
    if (found.isPresent()) {
      worthTrying.add(found.get());
    } else {
      enabled.forEach(each -> worthTrying.add(each.actor()));
    }
  }

  /** Who sleeps, as if it came next. */
  List<Chooser.Blocked> sleepers() {
    List<Chooser.Blocked> all = new ArrayList<>();
    asleep.forEach((each, touches) -> all.add(new Chooser.Blocked(each.actor(), touches)));
    return all;
  }

  /** How many actors there are at least. */
  int actors() {
    int actors = 0;
    for (Decision each : enabled) {
      actors = Math.max(actors, each.actor() + 1);
    }
    return actors;
  }

  boolean allows(int actor) {
    for (Decision each : enabled) {
      if (each.actor() == actor) {
        return true;
      }
    }
    return false;
  }

  int untried() {
    return (int) enabled.stream().filter(each -> !tried.contains(each)).count();
  }
}

package mm.lab.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The logical threads of a run, in order of creation. Used by whoever has the turn only. */
final class Actors {
  private final List<Actor> all = new ArrayList<>();

  Actor add(String name, Actor.Kind kind, Consumer<Actor> life) {
    Actor actor = new Actor(all.size(), name, kind, life);
    all.add(actor);
    return actor;
  }

  Actor get(int number) {
    return all.get(number);
  }

  /** The first that is in the middle of something; null when nobody is. */
  Actor firstLeft() {
    for (Actor each : all) {
      if (each.hasBegun() && !each.finished) {
        return each;
      }
    }
    return null;
  }

  /** Who could take a step, with all ways. */
  List<Decision> enabled() {
    List<Decision> enabled = new ArrayList<>();
    for (Actor each : all) {
      if (each.enabled()) {
        for (int way = 0; way < each.ways(); way++) {
          enabled.add(new Decision(each.number, way));
        }
      }
    }
    return enabled;
  }

  /**
   * The nearest time-out, {@link Actor#NEVER} without one. Only for those that somebody waits for:
   * a servant's time-out is not worth going on.
   */
  long nearestDeadline() {
    return all.stream().anyMatch(Actors::isAwaited)
        ? all.stream().mapToLong(Actor::deadline).min().orElse(Actor.NEVER)
        : Actor.NEVER;
  }

  void timeOut(long now) {
    all.stream().filter(each -> each.deadline() <= now).forEach(Actor::timeOut);
  }

  List<Stuck> stuck() {
    return all.stream().filter(Actors::isAwaited).map(Actor::stuck).toList();
  }

  private static boolean isAwaited(Actor actor) {
    return !actor.finished && actor.kind == Actor.Kind.ORDINARY;
  }

  List<Chooser.Blocked> blocked() {
    return all.stream()
        .filter(each -> !each.finished && !each.enabled())
        .map(each -> new Chooser.Blocked(each.number, each.waitsOn()))
        .toList();
  }
}

package mm.lab.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.lab.explore.Touch;
import mm.lab.explore.Waiting;
import mm.lab.scenario.Command;
import mm.lab.scenario.Verb;

/** The address spaces of a run, by name; a fork brings another one. */
final class Spaces {
  private final World world;
  private final Map<String, SimSpace> byName = new LinkedHashMap<>();
  private final List<SimSpace> made = new ArrayList<>();

  Spaces(World world) {
    this.world = world;
  }

  /** Makes a space that nobody sees yet. */
  SimSpace make(String name) {
    SimSpace space = new SimSpace(world, name);
    space.dispatchedBy(world.engines.now().dispatcher().createSpace(name));
    made.add(space);
    return space;
  }

  /** All there are, also those that nobody sees yet. */
  List<SimSpace> made() {
    return List.copyOf(made);
  }

  /** From now on it can be named. */
  void add(SimSpace space) {
    world.course.touch(object(space.name), Touch.WRITE);
    byName.put(space.name, space);
  }

  SimSpace get(String name) {
    return byName.get(name);
  }

  /** Who names a child before it is there waits for the fork. */
  SimSpace await(String name) {
    if (!world.scenario.spaces().containsKey(name)) {
      world.course.await(
          new Waiting(
              "the fork of " + name,
              () -> byName.containsKey(name),
              List.of(object(name)),
              () -> world.progress.withAhead(each -> forks(each, name))),
          Long.MAX_VALUE);
    }
    return byName.get(name);
  }

  private static boolean forks(Command command, String child) {
    return command.verb() == Verb.FORK && command.argument(1, "").equals(child);
  }

  private static String object(String name) {
    return "space " + name;
  }

  SimSpace first() {
    return byName.values().iterator().next();
  }

  Collection<SimSpace> all() {
    return byName.values();
  }
}

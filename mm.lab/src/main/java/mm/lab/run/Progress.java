package mm.lab.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import mm.lab.explore.Course;
import mm.lab.scenario.Command;
import mm.lab.scenario.DriverSpec;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.Verb;

/** How far each thread is; so it can be told who could end a wait. */
final class Progress {
  private final Scenario scenario;
  private final Course course;
  private final Map<String, Integer> next = new HashMap<>();

  Progress(Scenario scenario, Course course) {
    this.scenario = scenario;
    this.course = course;
  }

  /** The thread begins its command of this number. */
  void at(int index) {
    next.put(course.actor(), index);
  }

  /** Threads that have a command of a kind before them, or are in one. */
  List<String> withAhead(Predicate<Command> wanted) {
    List<String> found = new ArrayList<>();
    scenario
        .threads()
        .forEach(
            (thread, commands) -> {
              int from = Math.min(next.getOrDefault(thread, 0), commands.size());
              if (commands.subList(from, commands.size()).stream().anyMatch(wanted)) {
                found.add(thread);
              }
            });
    return found;
  }

  /** A flag is set by a thread, or by a callback of whoever changes memory. */
  List<String> setters(String flag) {
    Predicate<Command> sets =
        each -> each.verb() == Verb.SET && each.arguments().get(0).equals(flag);
    boolean byCallback =
        scenario.drivers().values().stream()
            .map(DriverSpec::callbacks)
            .anyMatch(all -> all.values().stream().anyMatch(list -> list.stream().anyMatch(sets)));
    return withAhead(each -> sets.test(each) || byCallback && changesMemory(each));
  }

  List<String> freers() {
    return withAhead(Progress::changesMemory);
  }

  private static boolean changesMemory(Command each) {
    return switch (each.verb()) {
      case MAP,
          WRITE,
          UNMAP,
          DISCARD,
          PROTECT,
          RECLAIM,
          MIGRATE,
          FORK,
          EXIT,
          REAP,
          LOSE,
          BEGIN,
          BEGIN_BYTES,
          FLUSH ->
          true;
      default -> false;
    };
  }
}

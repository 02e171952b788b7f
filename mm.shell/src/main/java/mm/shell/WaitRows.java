package mm.shell;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mm.api.OpenSection;
import mm.api.Wait;
import mm.api.WaitCycle;
import mm.api.WaitGraph;

/** What is shown of waits. */
final class WaitRows {
  private WaitRows() {}

  /** The threads that block each other, each with the number of its cycle. */
  static Map<String, Integer> cycles(WaitGraph graph) {
    Map<String, Integer> numbers = new HashMap<>();
    List<WaitCycle> cycles = graph.cycles();
    for (int i = 0; i < cycles.size(); i++) {
      int number = i + 1;
      cycles.get(i).waits().forEach(each -> numbers.put(each.thread(), number));
    }
    return numbers;
  }

  static long millis(Wait wait) {
    return TimeUnit.NANOSECONDS.toMillis(wait.nanos());
  }

  /** What the thread of a section waits for, as far as thread names tell them apart. */
  static String of(OpenSection section, WaitGraph graph) {
    Optional<Wait> wait =
        graph.waits().stream().filter(each -> isOf(each, section.thread())).findFirst();
    return wait.map(each -> each.driver() + ": " + each.port()).orElse("");
  }

  private static boolean isOf(Wait wait, String thread) {
    return wait.thread().substring(0, wait.thread().lastIndexOf(" #")).equals(thread);
  }

  /** A deadlock as one thing: its drivers, and a line per wait. */
  static Map<String, Object> row(WaitCycle cycle) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("drivers", cycle.drivers());
    row.put("waits", cycle.waits().stream().map(Wait::toString).toList());
    return row;
  }
}

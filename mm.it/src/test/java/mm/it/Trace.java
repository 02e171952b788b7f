package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the devices of {@link mm.it.testdrivers.TracingDriver} have written down. */
final class Trace {
  private static final String PROPERTY = "mm.it.trace";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  /** From now on they write here. */
  Trace() {
    System.getProperties().put(PROPERTY, lines);
  }

  static void end() {
    System.getProperties().remove(PROPERTY);
  }

  /** What has been written so far. */
  int now() {
    return lines.size();
  }

  private List<String[]> since(int begin) {
    return lines.stream().skip(begin).map(each -> each.split(" ")).toList();
  }

  /** Which versions did that in a space, in order of their first time. */
  Set<String> versions(int begin, String space, String what) {
    Set<String> versions = new LinkedHashSet<>();
    for (String[] each : since(begin)) {
      if (each[1].equals(space) && each[2].equals(what)) {
        versions.add(each[0]);
      }
    }
    return versions;
  }

  /**
   * Each version in each space: it came and went equally often, saw an end for each start, was
   * released before it was detached, and heard nothing afterwards. Those that are still here have
   * only not gone yet.
   */
  void assertWhole(Set<String> stillHere) {
    Map<String, List<String>> stays = new LinkedHashMap<>();
    for (String[] each : since(0)) {
      stays.computeIfAbsent(each[0] + " " + each[1], key -> new ArrayList<>()).add(each[2]);
    }
    stays.forEach((who, what) -> assertWhole(who, what, stillHere.contains(who.split(" ")[0])));
  }

  private static void assertWhole(String who, List<String> what, boolean stillHere) {
    String text = who + " " + what;
    assertEquals(count(what, "start"), count(what, "end"), text);
    int here = stillHere && !what.get(what.size() - 1).equals("detach") ? 1 : 0;
    for (String each : List.of("quiesce", "release", "detach")) {
      assertEquals(count(what, "attach"), count(what, each) + here, each + " of " + text);
    }
    for (int i = 0; i + 1 < what.size(); i++) {
      assertEquals(
          what.get(i).equals("detach"),
          what.get(i).equals("detach") && what.get(i + 1).equals("attach"),
          "after its detach: " + text);
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private static long count(List<String> all, String what) {
    return all.stream().filter(what::equals).count();
  }
}

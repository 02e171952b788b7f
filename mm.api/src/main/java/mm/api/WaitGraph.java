package mm.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for whom at one moment. A pure structure: it finds the deadlocks in what it is given,
 * and cannot be more certain than that. Whoever makes the graph leaves out waits that ended while
 * it looked; then a cycle is a deadlock.
 *
 * <p><b>Algorithm notes.</b> Everybody who waits is held to be stuck at first. Who can go on is
 * taken out, again and again: who needs all of its holders goes on when none of them is stuck, who
 * needs one of them when one is not stuck. A holder that does not wait is not stuck, and who waits
 * for nobody known is given the benefit of the doubt. What is left (the largest such set) is stuck
 * for ever: each of it waits for another of it, so a walk from one to the next ends in a cycle.
 *
 * @param waits one per thread that waits
 */
public record WaitGraph(List<Wait> waits) {
  /**
   * Copies the list.
   *
   * @param waits one per thread that waits
   * @throws IllegalArgumentException when a thread waits twice
   */
  public WaitGraph {
    waits = List.copyOf(waits);
    Set<String> seen = new HashSet<>();
    for (Wait each : waits) {
      if (!seen.add(each.thread())) {
        throw new IllegalArgumentException("thread '" + each.thread() + "' waits twice");
      }
    }
  }

  /**
   * The deadlocks. Whoever is stuck is in one of the cycles, or waits for somebody who is.
   *
   * @return a cycle per group of threads that wait for each other; empty when all can go on
   */
  public List<WaitCycle> cycles() {
    Map<String, Wait> stuck = stuck();
    List<WaitCycle> cycles = new ArrayList<>();
    Set<String> walked = new HashSet<>();
    for (Wait each : stuck.values()) {
      walk(each, stuck, walked, cycles);
    }
    return List.copyOf(cycles);
  }

  private Map<String, Wait> stuck() {
    Map<String, Wait> stuck = new LinkedHashMap<>();
    waits.forEach(each -> stuck.put(each.thread(), each));
    boolean changed = true;
    while (changed) {
      changed = stuck.values().removeIf(each -> !isStuck(each, Set.copyOf(stuck.keySet())));
    }
    return stuck;
  }

  private static boolean isStuck(Wait wait, Set<String> stuck) {
    List<String> holders = wait.holders();
    return wait.needs() == Wait.Needs.ALL
        ? holders.stream().anyMatch(stuck::contains)
        : !holders.isEmpty() && stuck.containsAll(holders);
  }

  /** Follows one stuck holder after the other until somebody comes again. */
  private static void walk(
      Wait from, Map<String, Wait> stuck, Set<String> walked, List<WaitCycle> cycles) {
    Set<String> path = new LinkedHashSet<>();
    Wait at = from;
    while (!walked.contains(at.thread()) && path.add(at.thread())) {
      at =
          at.holders().stream()
              .filter(stuck::containsKey)
              .findFirst()
              .map(stuck::get)
              .orElseThrow();
    }
    if (path.contains(at.thread())) {
      cycles.add(cycle(at, path, stuck));
    }
    walked.addAll(path);
  }

  private static WaitCycle cycle(Wait entry, Set<String> path, Map<String, Wait> stuck) {
    List<Wait> round =
        path.stream().dropWhile(each -> !each.equals(entry.thread())).map(stuck::get).toList();
    Wait first = round.stream().min(Comparator.comparing(Wait::thread)).orElseThrow();
    int start = round.indexOf(first);
    List<Wait> turned = new ArrayList<>(round.subList(start, round.size()));
    turned.addAll(round.subList(0, start));
    return new WaitCycle(turned);
  }
}

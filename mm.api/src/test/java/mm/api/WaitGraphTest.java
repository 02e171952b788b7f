package mm.api;

import static mm.api.Wait.Needs.ALL;
import static mm.api.Wait.Needs.ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mm.api.Wait.Needs;
import org.junit.jupiter.api.Test;

class WaitGraphTest {
  private static Wait wait(String thread, Needs needs, String... holders) {
    return new Wait(
        thread, "driver of " + thread, "-", "-", "port", needs, List.of(holders), 5_000_000);
  }

  private static List<List<String>> cycles(Wait... waits) {
    return new WaitGraph(List.of(waits))
        .cycles().stream().map(cycle -> cycle.waits().stream().map(Wait::thread).toList()).toList();
  }

  @Test
  void shouldNameTwoThatWaitForEachOther() {
    assertEquals(List.of(List.of("a", "b")), cycles(wait("b", ALL, "a"), wait("a", ALL, "b")));
  }

  @Test
  void shouldNameOneThatWaitsForItself() {
    assertEquals(List.of(List.of("a")), cycles(wait("a", ALL, "a")));
  }

  @Test
  void shouldFindNothingWhereTheLastOneRuns() {
    assertEquals(List.of(), cycles(wait("a", ALL, "b"), wait("b", ALL, "c")));
    assertEquals(List.of(), cycles(wait("a", ALL)));
    assertEquals(List.of(), cycles(wait("a", ONE)));
  }

  @Test
  void shouldNotCountThoseThatWaitForACycleIntoIt() {
    assertEquals(
        List.of(List.of("b", "c")),
        cycles(wait("a", ALL, "b"), wait("b", ALL, "c"), wait("c", ALL, "b")));
  }

  @Test
  void shouldHoldNobodyForStuckWhomSomebodyElseCanWake() {
    Wait other = wait("b", ALL, "a");
    assertEquals(List.of(), cycles(wait("a", ONE, "b", "free"), other));
    assertEquals(List.of(List.of("a", "b")), cycles(wait("a", ALL, "free", "b"), other));
    assertEquals(
        List.of(List.of("a", "b")),
        cycles(wait("a", ONE, "b", "c"), other, wait("c", ALL, "a")),
        "all who could wake it are stuck");
  }

  @Test
  void shouldNameEachGroupOnce() {
    assertEquals(
        List.of(List.of("a", "b"), List.of("c", "d", "e")),
        cycles(
            wait("a", ALL, "b"),
            wait("b", ALL, "a"),
            wait("e", ALL, "c"),
            wait("c", ALL, "d"),
            wait("d", ALL, "e")));
  }

  @Test
  void shouldTellDriversPortsAndThreadsInWords() {
    WaitCycle cycle =
        new WaitGraph(List.of(wait("a", ALL, "b"), wait("b", ALL, "a"))).cycles().get(0);
    assertEquals(List.of("driver of a", "driver of b"), cycle.drivers());
    assertEquals(
        "deadlock of driver of a and driver of b:\n"
            + "  driver of a in thread 'a' (-, space -) waits 5 ms for port, held by 'b'\n"
            + "  driver of b in thread 'b' (-, space -) waits 5 ms for port, held by 'a'",
        cycle.toString());
    assertTrue(cycle.sameAs(cycle));
  }

  @Test
  void shouldRefuseAThreadThatWaitsTwice() {
    List<Wait> twice = List.of(wait("a", ALL, "b"), wait("a", ALL, "c"));
    assertThrows(IllegalArgumentException.class, () -> new WaitGraph(twice));
  }

  /** Against playing it out: whoever can go on goes on and lets go, until nobody can. */
  @Test
  void shouldAgreeWithRunningWhoeverCanRun() {
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      List<Wait> waits = randomWaits(random);
      Set<String> left = leftWaiting(waits);
      List<WaitCycle> cycles = new WaitGraph(waits).cycles();
      assertEquals(left.isEmpty(), cycles.isEmpty(), waits::toString);
      for (WaitCycle cycle : cycles) {
        assertIsCycle(cycle, left);
      }
    }
  }

  private static void assertIsCycle(WaitCycle cycle, Set<String> left) {
    List<Wait> round = cycle.waits();
    for (int i = 0; i < round.size(); i++) {
      Wait next = round.get((i + 1) % round.size());
      assertTrue(round.get(i).holders().contains(next.thread()), cycle::toString);
      assertTrue(left.contains(next.thread()), cycle::toString);
    }
    assertEquals(round.size(), new HashSet<>(round).size());
  }

  private static List<Wait> randomWaits(Random random) {
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
    return IntStream.range(0, 1 + random.nextInt(5))
        .mapToObj(
            i -> {
              Collections.shuffle(names, random);
              return wait(
                  "abcdef".substring(i, i + 1),
                  random.nextBoolean() ? ALL : ONE,
                  names.subList(0, random.nextInt(3)).toArray(String[]::new));
            })
        .toList();
  }

  private static Set<String> leftWaiting(List<Wait> waits) {
    Set<String> left = waits.stream().map(Wait::thread).collect(Collectors.toSet());
    for (int i = 0; i < waits.size(); i++) {
      for (Wait each : waits) {
        long going = each.holders().stream().filter(holder -> !left.contains(holder)).count();
        boolean goes = each.needs() == ALL ? going == each.holders().size() : going > 0;
        if (goes || each.holders().isEmpty()) {
          left.remove(each.thread());
        }
      }
    }
    return left;
  }
}

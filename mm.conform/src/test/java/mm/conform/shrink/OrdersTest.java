package mm.conform.shrink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import mm.conform.script.Step;
import org.junit.jupiter.api.Test;

/** Orders that agree with what is known of the steps, all of them and no other. */
class OrdersTest {
  private static final long[][] FIVE = {{1, 6}, {2, 3}, {4, 9}, {5, 7}, {8, 10}};

  private static Step step(int index, String op, long began, long over) {
    return Step.of(index, Map.of("op", op, "began", began, "over", over));
  }

  private static List<Step> steps(long[][] times) {
    return IntStream.range(0, times.length)
        .mapToObj(each -> step(each, "touch", times[each][0], times[each][1]))
        .toList();
  }

  private static Set<List<Integer>> all(List<Step> written, long seed) {
    Set<List<Integer>> all = new HashSet<>();
    all.add(IntStream.range(0, written.size()).boxed().toList());
    Orders orders = Orders.of(written, Optional.empty(), seed);
    for (Optional<List<Step>> next = orders.next(); next.isPresent(); next = orders.next()) {
      all.add(next.get().stream().map(Step::index).toList());
    }
    assertEquals(orders.tried(), all.size() - 1, "each is new");
    return all;
  }

  private static boolean agrees(List<Integer> order, long[][] times) {
    for (int i = 0; i < order.size(); i++) {
      for (int later : order.subList(i + 1, order.size())) {
        if (times[later][1] < times[order.get(i)][0]) {
          return false;
        }
      }
    }
    return true;
  }

  private static void permute(
      List<Integer> begun, int size, long[][] times, Set<List<Integer>> to) {
    if (begun.size() == size && agrees(begun, times)) {
      to.add(begun);
    }
    for (int each = 0; each < size; each++) {
      if (!begun.contains(each)) {
        List<Integer> longer = new ArrayList<>(begun);
        longer.add(each);
        permute(longer, size, times, to);
      }
    }
  }

  @Test
  void shouldMakeAllOrdersThatAgreeAndNoOther() {
    Set<List<Integer>> expected = new HashSet<>();
    permute(List.of(), FIVE.length, FIVE, expected);
    Set<List<Integer>> made = new HashSet<>(); // chance may miss one, but not each time
    IntStream.range(0, 10).forEach(seed -> made.addAll(all(steps(FIVE), seed)));
    assertEquals(expected, made);
    assertFalse(expected.contains(List.of(1, 2, 4, 0, 3)), "4 began when 0 was over");
  }

  @Test
  void shouldAgreeHoweverManyStepsThereAre() {
    Random random = new Random(5);
    long[][] times = new long[300][];
    for (int i = 0; i < times.length; i++) {
      times[i] = new long[] {i + 1, i + 1 + random.nextInt(40)};
    }
    Orders orders = Orders.of(steps(times), Optional.of(150L), 7);
    for (int i = 0; i < 200; i++) {
      List<Integer> order = orders.next().orElseThrow().stream().map(Step::index).toList();
      assertTrue(agrees(order, times), order::toString);
    }
  }

  @Test
  void shouldBeTheSameForTheSameSeed() {
    assertEquals(firstOrders(3), firstOrders(3));
  }

  private static List<List<Integer>> firstOrders(long seed) {
    Orders orders = Orders.of(steps(FIVE), Optional.empty(), seed);
    return IntStream.range(0, 8)
        .mapToObj(i -> orders.next().orElseThrow().stream().map(Step::index).toList())
        .toList();
  }

  @Test
  void shouldBeginWithWhatBecomesOfDriversLate() {
    List<Step> written =
        List.of(step(0, "driver_stop", 1, 9), step(1, "touch", 2, 3), step(2, "touch", 4, 12));
    List<Step> first = Orders.of(written, Optional.empty(), 1).next().orElseThrow();
    assertEquals(List.of(1, 2, 0), first.stream().map(Step::index).toList());
  }

  @Test
  void shouldLeaveStepsOfWhichNothingIsKnownWhereTheyAre() {
    List<Step> untimed =
        IntStream.range(0, 4).mapToObj(each -> Step.of(each, Map.of("op", "touch"))).toList();
    Orders orders = Orders.of(untimed, Optional.empty(), 1);
    assertEquals(0, orders.atOnce());
    assertEquals(Optional.empty(), orders.next());
  }

  @Test
  void shouldCountStepsThatRanAtOnce() {
    assertEquals(5, Orders.of(steps(FIVE), Optional.empty(), 1).atOnce());
    long[][] one = {{1, 2}, {3, 6}, {4, 5}, {7, 8}};
    assertEquals(2, Orders.of(steps(one), Optional.empty(), 1).atOnce());
  }
}

package mm.lab.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ExplorerTest {
  /** State of one run, and what the run shows at its end. */
  private static final class State {
    int x;
    int y;
    final StringBuilder log = new StringBuilder();
  }

  private final Set<String> seen = new TreeSet<>();
  private final List<List<Decision>> orders = new ArrayList<>();

  private Program program(BiConsumer<Course, State> threads) {
    return course -> {
      State state = new State();
      threads.accept(course, state);
      return new Program.Run() {
        @Override
        public void ended() {
          String cycle = course.cycle().isEmpty() ? "" : " deadlock";
          String stuck = course.stuck().isEmpty() ? "" : " stuck";
          seen.add(state.x + "," + state.y + state.log + stuck + cycle);
          orders.add(course.decisions());
        }

        @Override
        public Program.Next finished() {
          return Program.Next.GO_ON;
        }
      };
    };
  }

  private Exploration explore(Reduction reduction, BiConsumer<Course, State> threads) {
    seen.clear();
    orders.clear();
    try (Explorer explorer = new Explorer(reduction, Limits.usual())) {
      return explorer.explore(program(threads));
    }
  }

  private static void steps(Course course, String object, int count) {
    for (int i = 0; i < count; i++) {
      course.step("step");
      course.touch(object, Touch.WRITE);
    }
  }

  /** Each thread has its first step and n more: (2(n+1))! / (n+1)!^2 orders. */
  @Test
  void shouldRunEveryOrderOfATinyProgram() {
    Exploration two =
        explore(
            Reduction.NONE,
            (course, state) -> {
              course.spawn("a", () -> steps(course, "a", 1));
              course.spawn("b", () -> steps(course, "b", 1));
            });
    assertEquals(6, two.runs());
    Exploration three =
        explore(
            Reduction.NONE,
            (course, state) -> {
              course.spawn("a", () -> steps(course, "a", 3));
              course.spawn("b", () -> steps(course, "b", 3));
            });
    assertEquals(70, three.runs());
    assertEquals(70, Set.copyOf(orders).size());
    assertEquals(Exploration.Coverage.ALL, three.coverage());
  }

  @Test
  void shouldRunAllOrdersWhenToldToWhateverTheBound() {
    BiConsumer<Course, State> threads =
        (course, state) -> {
          course.spawn("a", () -> steps(course, "a", 3));
          course.spawn("b", () -> steps(course, "b", 3));
        };
    Limits few = Limits.usual().runs(10);
    try (Explorer bounded = new Explorer(Reduction.NONE, few);
        Explorer exhaustive = new Explorer(Reduction.NONE, few.exhaustive())) {
      assertEquals(Exploration.Coverage.BOUNDED, bounded.explore(program(threads)).coverage());
      Exploration all = exhaustive.explore(program(threads));
      assertEquals(Exploration.Coverage.ALL, all.coverage());
      assertEquals(70, all.runs());
      assertEquals(0, all.drawn());
    }
  }

  /** A later run may have more threads than those before: a servant that only it needs. */
  @Test
  void shouldSeeRacesWithThreadsThatOnlyLaterRunsHave() {
    for (Reduction each : Reduction.values()) {
      explore(
          each,
          (course, state) -> {
            course.spawn(
                "a",
                () -> {
                  course.step("look");
                  course.touch("x", Touch.READ);
                  if (state.x == 1) {
                    course.spawnServant("late", () -> add(course, state));
                  }
                });
            course.spawn("b", () -> add(course, state));
          });
      assertEquals(Set.of("1,0", "11,0"), seen, each + "");
    }
  }

  private static void add(Course course, State state) {
    course.step("add");
    course.touch("x", Touch.WRITE);
    state.x = state.x * 10 + 1;
  }

  @Test
  void shouldCallTheThreadAfterTheLogicalOne() {
    explore(
        Reduction.NONE,
        (course, state) ->
            course.spawn("reaper", () -> state.log.append(Thread.currentThread().getName())));
    assertEquals(Set.of("0,0reaper"), seen);
  }

  @Test
  void shouldRunOneOrderOfStepsThatCommute() {
    Exploration explored =
        explore(
            Reduction.RACES,
            (course, state) -> {
              course.spawn("a", () -> steps(course, "a", 5));
              course.spawn("b", () -> steps(course, "b", 5));
              course.spawn("c", () -> steps(course, "c", 5));
            });
    assertEquals(1, explored.runs());
    assertTrue(explored.pruned() > 0);
  }

  private static void lostUpdate(Course course, State state) {
    for (String name : List.of("a", "b")) {
      course.spawn(
          name,
          () -> {
            course.step("read");
            course.touch("x", Touch.READ);
            int read = state.x;
            course.step("write");
            course.touch("x", Touch.WRITE);
            state.x = read + 1;
            course.step("aside");
            course.touch(name, Touch.WRITE);
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindALostUpdate(Reduction reduction) {
    explore(reduction, ExplorerTest::lostUpdate);
    assertEquals(Set.of("1,0", "2,0"), seen);
  }

  @Test
  void shouldPruneAndFindTheSameOutcomes() {
    long all = explore(Reduction.NONE, ExplorerTest::lostUpdate).runs();
    Set<String> outcomes = Set.copyOf(seen);
    long sleeping = explore(Reduction.SLEEP_SETS, ExplorerTest::lostUpdate).runs();
    assertEquals(outcomes, seen);
    long races = explore(Reduction.RACES, ExplorerTest::lostUpdate).runs();
    assertEquals(outcomes, seen);
    assertTrue(sleeping < all && races <= sleeping, all + ", " + sleeping + ", " + races);
  }

  private static void crossedLocks(Course course, State state) {
    boolean[] one = new boolean[1];
    boolean[] two = new boolean[1];
    String[] ownerOfOne = new String[1];
    String[] ownerOfTwo = new String[1];
    course.spawn("a", () -> takeBoth(course, one, ownerOfOne, two, ownerOfTwo));
    course.spawn("b", () -> takeBoth(course, two, ownerOfTwo, one, ownerOfOne));
  }

  private static void takeBoth(
      Course course, boolean[] first, String[] ofFirst, boolean[] second, String[] ofSecond) {
    take(course, first, ofFirst);
    take(course, second, ofSecond);
    course.step("unlock");
    first[0] = false;
    second[0] = false;
    course.touch("locks", Touch.WRITE);
  }

  private static void take(Course course, boolean[] lock, String[] owner) {
    course.await(
        new Waiting("lock", () -> !lock[0], List.of("locks"), () -> List.of(owner[0])),
        Long.MAX_VALUE);
    course.touch("locks", Touch.WRITE);
    lock[0] = true;
    owner[0] = course.actor();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindTheCircleOfADeadlock(Reduction reduction) {
    explore(reduction, ExplorerTest::crossedLocks);
    assertEquals(Set.of("0,0", "0,0 stuck deadlock"), seen);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTryEveryWayOfAChoice(Reduction reduction) {
    explore(
        reduction,
        (course, state) -> {
          course.spawn("a", () -> state.x = course.choose("x", 3));
          course.spawn("b", () -> state.y = course.choose("y", 2));
        });
    assertEquals(Set.of("0,0", "0,1", "1,0", "1,1", "2,0", "2,1"), seen);
  }

  @Test
  void shouldLetTimePassOnlyWhenNobodyCanGoOn() {
    explore(
        Reduction.RACES,
        (course, state) -> {
          course.spawn(
              "waits",
              () -> {
                Waiting never = new Waiting("x", () -> state.x > 0, List.of("x"), List::of);
                state.log.append(course.await(never, 100) ? " set" : " timed out");
              });
          course.spawn(
              "sets",
              () -> {
                course.step("set");
                course.touch("x", Touch.WRITE);
                state.x = 1;
              });
        });
    assertEquals(Set.of("1,0 set"), seen);
  }

  @Test
  void shouldTimeOutWhenNobodyComes() {
    explore(
        Reduction.RACES,
        (course, state) ->
            course.spawn(
                "waits",
                () -> {
                  Waiting never = new Waiting("x", () -> false, List.of("x"), List::of);
                  state.log.append(course.await(never, 100) + " at " + course.nanoTime());
                }));
    assertEquals(Set.of("0,0false at 100"), seen);
  }

  @Test
  void shouldReplayAnOrder() {
    explore(Reduction.NONE, ExplorerTest::lostUpdate);
    List<Decision> order = orders.get(orders.size() / 2);
    orders.clear();
    try (Explorer explorer = new Explorer(Reduction.NONE, Limits.usual())) {
      explorer.replay(program(ExplorerTest::lostUpdate), order);
    }
    assertEquals(List.of(order), orders);
  }

  @Test
  void shouldRefuseAnOrderThatCannotBe() {
    try (Explorer explorer = new Explorer(Reduction.NONE, Limits.usual())) {
      Program program = program(ExplorerTest::lostUpdate);
      List<Decision> order = List.of(new Decision(7, 0));
      assertThrows(IllegalArgumentException.class, () -> explorer.replay(program, order));
    }
  }

  @Test
  void shouldDrawTheSameOrdersFromTheSameSeed() {
    List<List<Decision>> first = drawn(7);
    assertEquals(first, drawn(7));
    assertTrue(!first.equals(drawn(8)));
  }

  private List<List<Decision>> drawn(long seed) {
    orders.clear();
    try (Explorer explorer = new Explorer(Reduction.NONE, new Limits(1, 20, 100, seed))) {
      Exploration explored = explorer.explore(program(ExplorerTest::lostUpdate));
      assertEquals(20, explored.drawn());
      assertEquals(Exploration.Coverage.BOUNDED, explored.coverage());
    }
    return List.copyOf(orders);
  }

  @Test
  void shouldCutARunThatDoesNotEnd() {
    try (Explorer explorer = new Explorer(Reduction.RACES, new Limits(10, 0, 50, 1))) {
      Exploration explored =
          explorer.explore(
              program(
                  (course, state) ->
                      course.spawn(
                          "a",
                          () -> {
                            while (state.x >= 0) {
                              course.step("again");
                            }
                          })));
      assertEquals(1, explored.cut());
      assertEquals(0, explored.runs());
    }
  }
}

package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import mm.machine.Advice;
import mm.machine.OomReaper;
import mm.machine.Reap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The combinations of drivers that seeds 003 and 004 argue about, in every generation of the rule:
 * what the reaper gets, and whether the drivers are right afterwards. The two KVMs are those of
 * ARM, where a second one registers for the same process.
 */
class DriverCombinationsTest {
  private enum Pair {
    KVM_GRU(DriverScene.Member.KVM, DriverScene.Member.GRU),
    KVM_KVM(DriverScene.Member.KVM, DriverScene.Member.KVM),
    KVM_I915(DriverScene.Member.KVM, DriverScene.Member.I915),
    GRU_I915(DriverScene.Member.GRU, DriverScene.Member.I915);

    private final List<DriverScene.Member> members;

    Pair(DriverScene.Member... members) {
      this.members = List.of(members);
    }

    private boolean declines() {
      return members.contains(DriverScene.Member.I915);
    }
  }

  /** What the reaper gets, and how the drivers are. */
  private record Outcome(Reap.Outcome reap, int attempts, int empty, DriverScene.Health health) {}

  private static Stream<Arguments> cells() {
    return Stream.of(Generation.values())
        .flatMap(
            column ->
                Stream.of(Pair.values()).map(row -> Arguments.of(row, column, oom(row, column))));
  }

  /** The table. */
  private static Outcome oom(Pair row, Generation column) {
    Outcome all = reaped(DriverScene.Health.RIGHT);
    Outcome nothing = new Outcome(Reap.Outcome.LEFT_ALONE, 1, 0, DriverScene.Health.RIGHT);
    return switch (column) {
      case NONE, OFF -> reaped(DriverScene.Health.STALE); // taken, and nobody was told
      case SKIP_ALL -> nothing;
      case NON_BLOCKING_FLAG -> row.declines() ? nothing : all;
      case NON_BLOCKING_ATTEMPT, INTERVAL, OPPORTUNISTIC -> // those that started get no end
          row.declines() ? allButOne(DriverScene.Health.STALLS) : all;
      case PAIRED -> row.declines() ? allButOne(DriverScene.Health.RIGHT) : all;
    };
  }

  private static Outcome reaped(DriverScene.Health health) {
    return new Outcome(Reap.Outcome.REAPED, 1, DriverScene.MAPPINGS, health);
  }

  private static Outcome allButOne(DriverScene.Health health) {
    return new Outcome(Reap.Outcome.GIVEN_UP, 10, DriverScene.MAPPINGS - 1, health);
  }

  @ParameterizedTest(name = "{0} under {1}: {2}")
  @MethodSource("cells")
  void shouldReproduceTheOutcomeTableUnderOom(Pair row, Generation column, Outcome expected) {
    try (DriverScene scene = new DriverScene(new ReferenceCore(column), row.members)) {
      OomReaper reaper = new OomReaper(scene.machine, column.reaper());
      reaper.kill();
      Reap reap = reaper.run().get(0);
      assertEquals(
          expected, new Outcome(reap.outcome(), reap.attempts(), scene.empty(), scene.health()));
    }
  }

  private static Stream<Arguments> pairs() {
    return Stream.of(Generation.values())
        .flatMap(column -> Stream.of(Pair.values()).map(row -> Arguments.of(row, column)));
  }

  /**
   * Reclaim may wait, so nobody declines, and every generation is right that tells anybody. What
   * i915 has pinned stays, and nobody is told of it.
   */
  @ParameterizedTest(name = "{0} under {1}")
  @MethodSource("pairs")
  void shouldBeRightUnderReclaimWhereverSomebodyIsTold(Pair row, Generation column) {
    try (DriverScene scene = new DriverScene(new ReferenceCore(column), row.members)) {
      for (int mapping = 0; mapping < DriverScene.MAPPINGS; mapping++) {
        scene.process.madvise(DriverScene.at(mapping, 0), 0x4000, Advice.PAGEOUT);
      }
      assertEquals(DriverScene.MAPPINGS - (row.declines() ? 1 : 0), scene.empty());
      assertEquals(
          column == Generation.OFF ? DriverScene.Health.STALE : DriverScene.Health.RIGHT,
          scene.health());
    }
  }
}

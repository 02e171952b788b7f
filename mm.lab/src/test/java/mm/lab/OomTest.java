package mm.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.machine.FaultOutcome;
import mm.machine.KernelVersion;
import mm.machine.Machine;
import mm.machine.MachineOptions;
import mm.machine.MapRequest;
import mm.machine.OomChoice;
import mm.machine.OomReaper;
import mm.machine.Placement;
import mm.machine.Reap;
import mm.machine.UserProcess;
import mm.spi.Access;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.Page;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the reaper can take from whom, in each generation of the rule. */
class OomTest {
  private static final long PAGE = AddressRange.PAGE_SIZE;
  private static final long A = 0x2000_0000_0000L;
  private static final int MAPPINGS = 3;
  private static final int PAGES = 4;

  /** Rows of the outcome table: who is subscribed to the victim. */
  enum Victim {
    NOBODY,
    NON_BLOCKING,
    BLOCKING_IDLE,
    BLOCKING_BUSY,
    ALWAYS_DECLINES
  }

  private final class Scene implements AutoCloseable {
    final Generation generation;
    final ReferenceCore core;
    final Machine machine;
    final UserProcess victim;

    Scene(Generation generation) {
      this(generation, KernelVersion.V5_12);
    }

    Scene(Generation generation, KernelVersion kernel) {
      this.generation = generation;
      core = new ReferenceCore(generation);
      machine = new Machine(core, MachineOptions.defaults().with(kernel));
      victim = machine.spawn("victim");
      for (int i = 0; i < MAPPINGS; i++) {
        victim.mmap(MapRequest.anonymous(PAGES * PAGE).at(at(i), Placement.FIXED_NOREPLACE));
        for (int page = 0; page < PAGES; page++) {
          assertEquals(FaultOutcome.OK, victim.touch(at(i) + page * PAGE, Access.WRITE));
        }
      }
    }

    long at(int mapping) {
      return A + mapping * 0x100_0000L;
    }

    void subscribe(Victim row) {
      switch (row) {
        case NOBODY -> {}
        case NON_BLOCKING -> counter("kvm");
        case BLOCKING_IDLE -> decliner(range -> false);
        case BLOCKING_BUSY -> decliner(range -> range.overlaps(at(1), at(1) + PAGE));
        case ALWAYS_DECLINES -> decliner(range -> true);
      }
    }

    Counter counter(String name) {
      Counter counter = new Counter();
      victim.space().subscribe(counter, Declaration.neverBlocking(name));
      return counter;
    }

    void decliner(Predicate<InvalidationRange> busy) {
      victim.space().subscribe(new Decliner(busy), Declaration.declining("gpu"));
    }

    Reap oom() {
      OomReaper reaper = new OomReaper(machine, generation.reaper());
      assertEquals(OomChoice.Reason.WORST, reaper.kill().reason());
      assertEquals(OomChoice.Reason.WAIT, reaper.kill().reason());
      Reap reap = reaper.run().get(0);
      assertEquals(OomChoice.Reason.NOBODY, reaper.kill().reason());
      return reap;
    }

    /** Mappings of which no page is left. */
    int empty() {
      int empty = 0;
      for (int i = 0; i < MAPPINGS; i++) {
        empty += victim.pages().snapshot(at(i)).status() == Page.Status.HOLE ? 1 : 0;
      }
      return empty;
    }

    @Override
    public void close() {
      victim.exit();
      assertEquals(0, machine.framesInUse());
      core.close();
    }
  }

  /** Counts as KVM does: up at start, down at end. */
  private static final class Counter implements PairedNotifier {
    int count;

    @Override
    public void start(InvalidationRange range) {
      count++;
    }

    @Override
    public void end(InvalidationRange range) {
      count--;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  private record Decliner(Predicate<InvalidationRange> busy) implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      boolean declines = range.blocking() == Blocking.FORBIDDEN && busy.test(range);
      return declines ? Answer.WOULD_BLOCK : Answer.DONE;
    }

    @Override
    public void release(AddressSpace space) {}
  }

  private static Stream<Arguments> cells() {
    Set<Generation> later = EnumSet.range(Generation.NON_BLOCKING_ATTEMPT, Generation.PAIRED);
    Stream<Arguments> old =
        Stream.of(Victim.values())
            .flatMap(
                row ->
                    Stream.of(
                        cell(row, Generation.SKIP_ALL, leftAlone(row != Victim.NOBODY), 1),
                        cell(
                            row,
                            Generation.NON_BLOCKING_FLAG,
                            leftAlone(row.ordinal() > Victim.NON_BLOCKING.ordinal()),
                            1)));
    Stream<Arguments> now =
        later.stream()
            .flatMap(
                generation ->
                    Stream.of(
                        cell(Victim.NOBODY, generation, Reap.Outcome.REAPED, 1),
                        cell(Victim.NON_BLOCKING, generation, Reap.Outcome.REAPED, 1),
                        cell(Victim.BLOCKING_IDLE, generation, Reap.Outcome.REAPED, 1),
                        cell(Victim.BLOCKING_BUSY, generation, Reap.Outcome.GIVEN_UP, 10),
                        cell(Victim.ALWAYS_DECLINES, generation, Reap.Outcome.GIVEN_UP, 10)));
    return Stream.concat(old, now);
  }

  private static Reap.Outcome leftAlone(boolean yes) {
    return yes ? Reap.Outcome.LEFT_ALONE : Reap.Outcome.REAPED;
  }

  private static Arguments cell(Victim row, Generation column, Reap.Outcome outcome, int attempts) {
    int empty =
        switch (outcome) {
          case REAPED -> MAPPINGS;
          case LEFT_ALONE, EXITED -> 0;
          case GIVEN_UP -> row == Victim.BLOCKING_BUSY ? MAPPINGS - 1 : 0;
        };
    return Arguments.of(row, column, outcome, attempts, empty);
  }

  @ParameterizedTest(name = "{0} under {1}: {2}")
  @MethodSource("cells")
  void shouldReproduceTheOutcomeTable(
      Victim row, Generation column, Reap.Outcome outcome, int attempts, int empty) {
    try (Scene scene = new Scene(column)) {
      scene.subscribe(row);
      Reap reap = scene.oom();
      assertEquals(outcome, reap.outcome());
      assertEquals(attempts, reap.attempts());
      assertEquals(empty, scene.empty());
      assertEquals(outcome == Reap.Outcome.REAPED ? 0 : 1000, reap.finishedMillis());
    }
  }

  private static int countAfterOom(Generation generation) {
    OomTest test = new OomTest();
    try (Scene scene = test.new Scene(generation)) {
      Counter kvm = scene.counter("kvm");
      int[] calls = {0};
      scene.decliner(range -> ++calls[0] % 2 == 0); // the second notifier of seed 003's test
      scene.oom();
      return kvm.count;
    }
  }

  @Test
  void shouldLeaveTheCountElevatedWhereEndsAreNotPaired() {
    assertEquals(true, countAfterOom(Generation.NON_BLOCKING_ATTEMPT) > 0);
  }

  @Test
  void shouldLeaveTheCountAtZeroWhereEndsArePaired() {
    assertEquals(0, countAfterOom(Generation.PAIRED));
  }

  @Test
  void shouldTellNobodyBeforeAugust2017() {
    try (Scene scene = new Scene(Generation.NONE)) {
      int[] told = {0};
      scene.decliner(range -> ++told[0] > 0);
      assertEquals(Reap.Outcome.REAPED, scene.oom().outcome());
      assertEquals(List.of(0, MAPPINGS), List.of(told[0], scene.empty()));
    }
  }

  @ParameterizedTest
  @EnumSource(KernelVersion.class)
  void shouldKeepLockedMappingsOnTheOldKernelOnly(KernelVersion version) {
    try (Scene scene = new Scene(Generation.PAIRED, version)) {
      scene.victim.mlock(scene.at(2), PAGES * PAGE);
      Reap reap = scene.oom();
      assertEquals(version == KernelVersion.V5_12 ? MAPPINGS - 1 : MAPPINGS, scene.empty());
      assertEquals(version == KernelVersion.V5_12 ? 0 : 2000, reap.finishedMillis());
    }
  }

  @Test
  void shouldNotReapAVictimThatHasExited() {
    Scene scene = new Scene(Generation.PAIRED);
    OomReaper reaper = new OomReaper(scene.machine, Generation.PAIRED.reaper());
    reaper.kill();
    scene.close();
    assertEquals(Reap.Outcome.EXITED, reaper.run().get(0).outcome());
  }

  @Test
  void shouldRefuseFaultsOnMemoryThatWasReaped() {
    try (Scene scene = new Scene(Generation.PAIRED)) {
      scene.oom();
      assertEquals(FaultOutcome.SIGBUS, scene.victim.touch(scene.at(0), Access.WRITE));
    }
  }

  @Test
  void shouldChooseTheWorstAndSpareTheProtected() {
    try (Scene scene = new Scene(Generation.PAIRED)) {
      UserProcess small = scene.machine.spawn("small");
      OomReaper reaper = new OomReaper(scene.machine, Generation.PAIRED.reaper());
      scene.victim.proc().adjustOomScore(OomChoice.NEVER);
      assertEquals(small, reaper.kill().victim().orElseThrow());
      small.exit();
    }
  }

  @Test
  void shouldReleaseOnlyADyingProcessFromOutside() {
    try (Scene scene = new Scene(Generation.PAIRED, KernelVersion.V6_18)) {
      UserProcess other = scene.machine.spawn("other");
      assertEquals(-22, other.processMrelease(scene.victim));
      scene.victim.kill();
      assertEquals(0, other.processMrelease(scene.victim));
      assertEquals(MAPPINGS, scene.empty());
      other.exit();
      other.exit();
      assertEquals(-3, scene.victim.processMrelease(other));
    }
  }
}

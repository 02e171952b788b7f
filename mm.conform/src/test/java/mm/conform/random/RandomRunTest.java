package mm.conform.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mm.api.NotifierCore;
import mm.conform.play.Trial;
import mm.conform.play.Vocabulary;
import mm.conform.script.Step;
import mm.machine.KernelVersion;
import org.junit.jupiter.api.Test;

class RandomRunTest {
  /** A million in profile random-full. */
  private static final long STEPS = Long.getLong("mm.random.steps", 20_000);

  private static final long SEED = Long.getLong("mm.random.seed", 1);

  @Test
  void shouldLeaveNothingStaleLeakedUnbalancedOrDifferent() {
    RandomRun run =
        new RandomRun(KernelVersion.V6_18, NotifierCore::create, Trial.Oracle.REFERENCE);
    Optional<Failure> failure = run.run(SEED, STEPS, played -> {});
    if (failure.isPresent()) {
      Failure shrunk = run.shrunk(failure.get(), left -> {});
      throw new AssertionError(shrunk.breach() + System.lineSeparator() + shrunk.file());
    }
  }

  @Test
  void shouldHoldForAnOlderKernelToo() {
    RandomRun run =
        new RandomRun(KernelVersion.V5_12, NotifierCore::create, Trial.Oracle.REFERENCE);
    assertEquals(Optional.empty(), run.run(SEED, 2_000, played -> {}));
  }

  private static List<String> script(long seed, int steps) {
    RandomScript script = new RandomScript(KernelVersion.V6_18, seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      lines.add(script.next().json());
    }
    return lines;
  }

  @Test
  void shouldMakeTheSameScriptFromTheSameSeed() {
    assertEquals(script(7, 500), script(7, 500));
    assertTrue(!script(7, 500).equals(script(8, 500)));
  }

  @Test
  void shouldUseTheWholeVocabulary() {
    Set<String> used = new TreeSet<>();
    for (long seed = 0; seed < 40; seed++) {
      RandomScript script = new RandomScript(KernelVersion.V6_18, seed);
      for (int i = 0; i < 300; i++) {
        Step step = script.next();
        used.add(step.op());
      }
    }
    Set<String> unused = new TreeSet<>(Vocabulary.operations());
    unused.removeAll(used);
    // Slots and their guests are device_touch with other addresses; record is for recordings, the
    // others are for what was found under drivers.
    Set<String> ofFoundScripts = Set.of("announce", "engine_swap", "heap_start", "spawn");
    unused.removeIf(each -> ofFoundScripts.contains(each) || each.startsWith("driver_"));
    assertEquals(Set.of("record", "memslot", "guest_touch"), unused);
  }
}

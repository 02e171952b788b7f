package mm.conform.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mm.conform.drivers.DriverJars;
import mm.conform.play.Breach;
import mm.conform.play.CasePlayer;
import mm.conform.play.Trial;
import mm.conform.play.Verdict;
import mm.conform.random.FlawedCore.Flaw;
import mm.conform.script.Case;
import mm.conform.script.CaseFile;
import mm.lab.Generation;
import mm.lab.ReferenceCore;
import mm.machine.KernelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random scripts find planted bugs, and tell in a few steps how they show. */
@Execution(ExecutionMode.CONCURRENT)
class PlantedBugTest {
  private static final long ENOUGH_STEPS = 60_000;

  @TempDir Path folder;

  private static Failure found(RandomRun run) {
    Optional<Failure> failure = run.run(1, ENOUGH_STEPS, played -> {});
    assertTrue(failure.isPresent(), "not found");
    return run.shrunk(failure.get(), left -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "SKIPPED_INVALIDATION, STALE, 5",
    "SKIPPED_FORK, STALE, 6",
    "SKIPPED_FLUSH, STALE, 5",
    "DEAF_DRIVER, STALE, 5",
    "FORGOTTEN_END, UNBALANCED, 6",
    "LEAKED_FRAME, LEAK, 4"
  })
  void shouldFindAPlantedBugAndShrinkItsScript(Flaw flaw, Breach.Kind kind, int mostSteps) {
    RandomRun run =
        new RandomRun(KernelVersion.V6_18, () -> FlawedCore.with(flaw), Trial.Oracle.NONE);
    Failure failure = found(run);
    assertEquals(kind, failure.breach().kind(), failure::file);
    assertTrue(failure.steps().size() <= mostSteps, failure::file);
  }

  /** The oracle sees what no device happens to notice. */
  @Test
  void shouldFindADispatcherThatDiffersFromTheReference() {
    RandomRun run =
        new RandomRun(
            KernelVersion.V6_18,
            () -> new ReferenceCore(Generation.INTERVAL),
            Trial.Oracle.REFERENCE);
    Failure failure = found(run);
    assertNotEquals(Breach.Kind.FAILURE, failure.breach().kind(), failure::file);
    assertTrue(failure.steps().size() <= 12, failure::file);
  }

  @Test
  void shouldSaveScriptsThatConformRuns() throws Exception {
    RandomRun run =
        new RandomRun(
            KernelVersion.V6_18, () -> FlawedCore.with(Flaw.SKIPPED_FORK), Trial.Oracle.NONE);
    Failure failure = found(run);
    Path saved = Files.writeString(folder.resolve("saved.json"), failure.file());
    try (CaseFile file = CaseFile.open(saved)) {
      Case read = file.next().orElseThrow();
      assertEquals(failure.steps().size(), read.steps().size());
      for (int i = 0; i < read.steps().size(); i++) {
        assertEquals(failure.steps().get(i).json(), read.steps().get(i).json());
      }
      // The bug is in the planted engine only, so the machine itself passes.
      assertEquals(
          Verdict.Outcome.PASSED,
          CasePlayer.play(KernelVersion.V6_18, "saved", read, new DriverJars(List.of())).outcome());
      assertTrue(file.next().isEmpty());
    }
  }
}

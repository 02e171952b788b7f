package mm.conform.shrink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mm.conform.CaseText;
import mm.conform.play.DriverSource;
import mm.lab.explore.Limits;
import mm.lab.explore.Reduction;
import mm.lab.result.Cell;
import mm.lab.run.Lab;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.ScenarioReader;
import mm.machine.KernelVersion;
import mm.spi.NotifierDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several threads have done at once, and a driver that does not forgive it. */
class SavedScriptTest {
  private static final String MAP =
      "{'op':'mmap','region':'A','page':0,'pages':8,'kind':'anon','sharing':'private',"
          + "'prot':'rw','fixed':'noreplace'}";

  private static final Limits FEW_ORDERS = new Limits(500, 0, 2_000, 1);

  @TempDir Path folder;

  private static final DriverSource SOURCE =
      new DriverSource() {
        @Override
        public String bundle(String id) {
          return id;
        }

        @Override
        public Function<String, NotifierDriver> load(String bundle) {
          return id -> new LaxDriver();
        }
      };

  private static String timed(String step, String time) {
    return step.substring(0, step.length() - 1) + "," + time + "}";
  }

  private static String during(long began, long over) {
    return "'began':" + began + ",'over':" + over;
  }

  private static String touch(String thread, String time) {
    return timed(
        "{'op':'driver_touch','driver':'lax','region':'A','access':'write','ranges':[[2,3]],"
            + "'thread':'"
            + thread
            + "'}",
        time);
  }

  private static String discard(String thread, String time) {
    return timed(
        "{'op':'madvise','region':'A','page':2,'bytes':4096,'advice':'DONTNEED','thread':'"
            + thread
            + "'}",
        time);
  }

  private static String driver(String what, String time) {
    return timed("{'op':'driver_" + what + "','driver':'lax','thread':'operator'}", time);
  }

  private Path script(String breaks, String... steps) throws Exception {
    return CaseText.programs(
        folder,
        "{'name':'c','family':'found','level':'extended','judge':'invariants','about':'by hand',"
            + "'drivers':['lax'],'driver_options':['lax.breaks="
            + breaks
            + "'],'broken':{'rule':'R1.4','driver':'lax','page':2,'noticed':40},'steps':["
            + String.join(",", steps)
            + "],'expect':[]}");
  }

  private Path to() {
    return folder.resolve("smaller.json");
  }

  private SavedScript.Outcome shrink(Path script) throws Exception {
    return new SavedScript(
            KernelVersion.V6_18, SOURCE, 1, SavedScript.Next.LAB, text -> {}, () -> false)
        .shrink(script, to());
  }

  @Test
  void shouldFindTheOrderInWhichStepsTookEffect() throws Exception {
    SavedScript.Outcome outcome =
        shrink(
            script(
                "start",
                MAP,
                driver("stop", during(3, 10)),
                touch("one", during(4, 6)),
                driver("start", during(11, 14)),
                discard("one", during(15, 20))));
    assertTrue(outcome.breach().isPresent(), outcome::words);
    String words = "repeats: yes, in another order of 2 steps that ran at once (1 tried)";
    assertTrue(outcome.words().endsWith(words), outcome::words);
    assertFalse(Files.readString(to()).contains("began"), "what is played has one order");
  }

  @Test
  void shouldFindItAmongThoseLeftToChance() throws Exception {
    SavedScript.Outcome outcome =
        shrink(
            script(
                "start",
                MAP,
                driver("stop", during(3, 30)),
                discard("two", during(4, 31)),
                touch("one", during(5, 29)),
                driver("start", during(30, 32)),
                driver("stop", during(33, 35)),
                driver("start", during(36, 38)),
                discard("one", during(37, 39))));
    assertTrue(outcome.words().contains("repeats: yes, in another order of "), outcome::words);
  }

  @Test
  void shouldPlayNothingBeforeWhatWasOverWhenItBegan() throws Exception {
    SavedScript.Outcome outcome =
        shrink(
            script(
                "start",
                MAP,
                driver("stop", during(3, 5)),
                touch("one", during(6, 12)),
                driver("start", during(7, 10)),
                discard("one", during(15, 20))));
    assertTrue(outcome.breach().isEmpty(), outcome::words);
    String words = " (no order of 2 steps that ran at once repeats: 1 tried, seed 1)";
    assertTrue(outcome.words().endsWith(words), outcome::words);
    assertTrue(Files.readString(to()).contains("began"), "somebody may try again");
  }

  /** In a script a swap is one step: nothing is taken away while it goes on. */
  private SavedScript.Outcome swapped() throws Exception {
    return shrink(
        script(
            "swap",
            MAP,
            touch("one", during(3, 4)),
            driver("swap", during(5, 20)),
            discard("one", during(6, 12))));
  }

  @Test
  void shouldLetTheLabFindWhatNoOrderOfWholeStepsRepeats() throws Exception {
    SavedScript.Outcome outcome = swapped();
    assertTrue(outcome.words().contains("(no order of 2 steps that ran at once"), outcome::words);
    String text = outcome.scenario().orElseThrow();
    assertEquals(Outcome.CORRUPTS, inTheLab(text), text);
  }

  @Test
  void shouldNeedTheSwapForThat() throws Exception {
    String text = swapped().scenario().orElseThrow().replace("swap lax lax-next", "step");
    assertEquals(Outcome.RIGHT, inTheLab(text), text);
  }

  /** In a script nothing is taken away while there is no engine. */
  private SavedScript.Outcome underAnotherEngine() throws Exception {
    return shrink(
        script(
            "engine",
            MAP,
            touch("one", during(3, 4)),
            timed("{'op':'engine_swap','thread':'operator'}", during(5, 20)),
            discard("one", during(6, 12))));
  }

  @Test
  void shouldLetTheLabFindWhatASwapOfTheEngineBrings() throws Exception {
    SavedScript.Outcome outcome = underAnotherEngine();
    assertTrue(outcome.words().contains("(no order of 2 steps that ran at once"), outcome::words);
    String text = outcome.scenario().orElseThrow();
    assertTrue(text.contains("operator: ['swap-engine']"), text);
    assertEquals(Outcome.CORRUPTS, inTheLab(text), text);
    assertEquals(Outcome.RIGHT, inTheLab(text.replace("swap-engine", "step")), text);
  }

  @Test
  void shouldTellTheLabThatADriverWasTakenOutAndCameBack() throws Exception {
    SavedScript.Outcome outcome =
        shrink(
            script(
                "never",
                MAP,
                touch("one", during(3, 4)),
                driver("quarantine", during(5, 9)),
                discard("one", during(6, 8)),
                driver("release", during(10, 12))));
    String text = outcome.scenario().orElseThrow();
    assertTrue(text.contains("operator: ['quarantine lax', 'release lax']"), text);
    assertEquals(Outcome.RIGHT, inTheLab(text), text);
  }

  private static Outcome inTheLab(String text) throws Exception {
    Scenario scenario =
        new ScenarioReader(Set.of("lax"), (driver, options) -> Optional.empty(), Lab.generations())
            .read("found.yaml", text);
    Lab lab = new Lab(id -> new LaxDriver(), FEW_ORDERS, Reduction.RACES, progress -> {});
    Cell cell =
        lab.cell(scenario, Scenario.ONLY, Lab.ruleSet(scenario, Lab.OURS), Optional.empty());
    return cell.outcome();
  }
}

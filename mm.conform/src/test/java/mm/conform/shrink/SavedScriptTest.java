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

  private static String timed(String step, long began, long over) {
    return step.substring(0, step.length() - 1) + ",'began':" + began + ",'over':" + over + "}";
  }

  private static String touch(String thread, long began, long over) {
    return timed(
        "{'op':'driver_touch','driver':'lax','region':'A','access':'write','ranges':[[2,3]],"
            + "'thread':'"
            + thread
            + "'}",
        began,
        over);
  }

  private static String discard(String thread, long began, long over) {
    return timed(
        "{'op':'madvise','region':'A','page':2,'bytes':4096,'advice':'DONTNEED','thread':'"
            + thread
            + "'}",
        began,
        over);
  }

  private static String driver(String what, long began, long over) {
    return timed("{'op':'driver_" + what + "','driver':'lax','thread':'operator'}", began, over);
  }

  /** Of a driver that breaks something, with a region that is mapped first. */
  private Path script(String breaks, String... steps) throws Exception {
    return CaseText.programs(
        folder,
        "{'name':'c','family':'found','level':'extended','judge':'invariants','about':'by hand',"
            + "'drivers':['lax'],'driver_options':['lax.breaks="
            + breaks
            + "'],'broken':{'rule':'R1.4','driver':'lax','page':2,'noticed':40},'steps':["
            + MAP
            + ","
            + String.join(",", steps)
            + "],'expect':[]}");
  }

  private Path to() {
    return folder.resolve("smaller.json");
  }

  /** Has time, for so many orders before it is the lab's turn. */
  record Patient(int orders) implements SavedScript.Patience {
    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public void beginOrders() {}

    @Override
    public boolean isTurnOfLab(int tried) {
      return tried >= orders;
    }
  }

  private SavedScript.Outcome shrink(Path script) throws Exception {
    return shrink(script, Integer.MAX_VALUE);
  }

  private SavedScript.Outcome shrink(Path script, int orders) throws Exception {
    return new SavedScript(KernelVersion.V6_18, SOURCE, 1, text -> {}, new Patient(orders))
        .shrink(script, to());
  }

  @Test
  void shouldFindTheOrderInWhichStepsTookEffect() throws Exception {
    SavedScript.Outcome outcome =
        shrink(
            script(
                "start",
                driver("stop", 3, 10),
                touch("one", 4, 6),
                driver("start", 11, 14),
                discard("one", 15, 20)));
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
                driver("stop", 3, 30),
                discard("two", 4, 31),
                touch("one", 5, 29),
                driver("start", 30, 32),
                driver("stop", 33, 35),
                driver("start", 36, 38),
                discard("one", 37, 39)));
    assertTrue(outcome.words().contains("repeats: yes, in another order of "), outcome::words);
  }

  @Test
  void shouldPlayNothingBeforeWhatWasOverWhenItBegan() throws Exception {
    SavedScript.Outcome outcome =
        shrink(
            script(
                "start",
                driver("stop", 3, 5),
                touch("one", 6, 12),
                driver("start", 7, 10),
                discard("one", 15, 20)));
    assertTrue(outcome.breach().isEmpty(), outcome::words);
    String words = " (no order of 2 steps that ran at once repeats: 1 tried, seed 1)";
    assertTrue(outcome.words().endsWith(words), outcome::words);
    assertTrue(Files.readString(to()).contains("began"), "somebody may try again");
  }

  @Test
  void shouldSayWhenItWasTheLabsTurn() throws Exception {
    Path script =
        script(
            "never",
            touch("one", 3, 30),
            driver("stop", 4, 31),
            discard("two", 5, 32),
            driver("start", 33, 34));
    String words = shrink(script, 2).words();
    assertTrue(words.contains(": 2 tried, then it was the lab's turn, seed 1)"), words);
    words = shrink(script).words();
    assertTrue(words.contains(" tried, seed 1)"), () -> "all there are");
  }

  /** In a script a swap is one step: nothing is taken away while it goes on. */
  private SavedScript.Outcome swapped() throws Exception {
    return shrink(script("swap", touch("one", 3, 4), driver("swap", 5, 20), discard("one", 6, 12)));
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
            touch("one", 3, 4),
            timed("{'op':'engine_swap','thread':'operator'}", 5, 20),
            discard("one", 6, 12)));
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
                touch("one", 3, 4),
                driver("quarantine", 5, 9),
                discard("one", 6, 8),
                driver("release", 10, 12)));
    String text = outcome.scenario().orElseThrow();
    assertTrue(text.contains("operator: ['quarantine lax', 'release lax']"), text);
    assertEquals(Outcome.RIGHT, inTheLab(text), text);
  }

  private static Outcome inTheLab(String text) throws Exception {
    Scenario scenario =
        new ScenarioReader(Set.of("lax"), (driver, options) -> Optional.empty(), Lab.generations())
            .read("found.yaml", text);
    Lab lab = new Lab(nth -> id -> new LaxDriver(), FEW_ORDERS, Reduction.RACES, progress -> {});
    Cell cell =
        lab.cell(scenario, Scenario.ONLY, Lab.ruleSet(scenario, Lab.OURS), Optional.empty());
    return cell.outcome();
  }
}

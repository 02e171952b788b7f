package mm.stress.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.stress.ordering.broken.SlotWithoutFence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every jcstress test once, the planted bugs among them, and judges what was printed: tests of
 * the engine have to pass, planted bugs have to be reported.
 */
class JcstressIT {
  private static final Path FOLDER = Path.of("target", "jcstress").toAbsolutePath();
  private static final Path CLASSES = Path.of("target", "test-classes");
  private static final String HERE = JcstressIT.class.getPackageName();
  private static final String BROKEN = SlotWithoutFence.class.getPackageName();

  /** An iteration gives twenty times as many, even on a machine with ten times too much to do. */
  private static final long FEWEST_SAMPLES = 1_000;

  private static Jcstress all;

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    all = Jcstress.run("mm\\.stress\\.ordering\\..*", FOLDER.resolve("all"), 1);
  }

  /** By class file, so that a test that jcstress did not notice is missed. */
  private static Set<String> classes(String inPackage, String suffix) throws IOException {
    Path folder = CLASSES.resolve(inPackage.replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[A-Za-z]+" + suffix + "\\.class"))
          .map(name -> inPackage + "." + name.replace(".class", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  static Set<String> engineTests() throws IOException {
    return classes(HERE, "Stress");
  }

  static Set<String> plantedBugs() throws IOException {
    return classes(BROKEN, "");
  }

  @Test
  void shouldHaveRunEveryTestInEveryConfiguration() throws IOException {
    int tests = engineTests().size() + plantedBugs().size();
    assertTrue(engineTests().size() >= 10, () -> "too few tests: " + all.text);
    assertTrue(plantedBugs().size() >= 7, () -> "too few planted bugs: " + all.text);
    assertEquals(tests, all.verdicts().size(), all.text);
    assertTrue(all.planned() >= tests && all.planned() % tests == 0, all.text);
    assertEquals(all.planned(), all.passed() + all.failed() + all.errors(), all.text);
    boolean stumbled = plantedBugs().stream().anyMatch(all::reportedEngineFailure);
    boolean slow = all.verdicts().keySet().stream().anyMatch(all::timedOut);
    assertTrue(all.errors() == 0 || stumbled || slow, all.text);
    assertEquals(1, all.exit, "planted bugs make it fail");
  }

  @ParameterizedTest
  @MethodSource("engineTests")
  void shouldSeeOnlyAllowedOutcomesOfTheEngine(String test)
      throws IOException, InterruptedException {
    Jcstress run =
        all.timedOut(test)
            ? Jcstress.runPatiently(pattern(List.of(test)), FOLDER.resolve("patient"))
            : all;
    assertEquals("OK", run.verdicts().get(test), run.text);
    if (run.samples().get(test)
        < FEWEST_SAMPLES) { // a busy machine; its iterations end by the clock
      run = Jcstress.run(pattern(List.of(test)), FOLDER.resolve("sampled"), 8);
      assertEquals("OK", run.verdicts().get(test), run.text);
      assertTrue(run.samples().get(test) >= FEWEST_SAMPLES, run.text);
    }
  }

  /**
   * Not finding a rare thing proves little, least of all on a busy machine. So what was not found
   * is looked for again, with more effort; only then is the test blind.
   */
  @Test
  void shouldReportEveryPlantedBug() throws IOException, InterruptedException {
    Jcstress run = all;
    List<String> left = unreported(run, List.copyOf(plantedBugs()));
    for (int effort = 4; effort <= 16 && !left.isEmpty(); effort *= 4) {
      run = Jcstress.run(pattern(left), FOLDER.resolve("again-" + effort), effort);
      left = unreported(run, left);
    }
    List<String> slow = left.stream().filter(run::timedOut).toList();
    if (!slow.isEmpty() && slow.equals(left)) {
      run = Jcstress.runPatiently(pattern(slow), FOLDER.resolve("again-patiently"));
      left = unreported(run, slow);
    }
    assertEquals(List.of(), left, run.text);
  }

  private static List<String> unreported(Jcstress run, List<String> tests) {
    return tests.stream()
        .filter(test -> !run.reportedForbidden(test) && !run.reportedEngineFailure(test))
        .toList();
  }

  private static String pattern(List<String> tests) {
    return tests.stream().map(Pattern::quote).collect(Collectors.joining("|"));
  }

  /** Jcstress ends with 0 then; this is what it prints. */
  @Test
  void shouldNotTakeAnEmptyRunForAPass() {
    Jcstress none = new Jcstress("FATAL: No matching tests.\n", 0);
    assertEquals(0, none.planned());
    assertEquals(Map.of(), none.verdicts());
  }
}

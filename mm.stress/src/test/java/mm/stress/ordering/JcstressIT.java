package mm.stress.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mm.stress.ordering.FencelessEngine.Without;
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
    assertTrue(plantedBugs().size() >= 4, () -> "too few planted bugs: " + all.text);
    assertEquals(tests, all.verdicts().size(), all.text);
    assertTrue(all.planned() >= tests && all.planned() % tests == 0, all.text);
    assertEquals(all.planned(), all.passed() + all.failed(), all.text);
    assertEquals(0, all.errors(), all.text);
    assertEquals(1, all.exit, "planted bugs make it fail");
  }

  @ParameterizedTest
  @MethodSource("engineTests")
  void shouldSeeOnlyAllowedOutcomesOfTheEngine(String test) {
    assertEquals("OK", all.verdicts().get(test), all.text);
  }

  @ParameterizedTest
  @MethodSource("plantedBugs")
  void shouldReportThePlantedBug(String test) throws IOException, InterruptedException {
    assertReported(all, Jcstress::reportedForbidden, List.of(test));
  }

  /** The tests of the engine, not only copies of its protocol, have to notice a missing fence. */
  @Test
  void shouldReportTheEngineWithoutFences() throws IOException, InterruptedException {
    assertReportedWithout(
        Without.FENCES,
        List.of(SectionCloseStress.class.getName(), SettledBesideOthersStress.class.getName()));
  }

  /**
   * In an empty space a subscriber's look at the owner's stack is the only fence. No memory model
   * says that it is one; that these tests hold with it and are reported without shows it.
   */
  @Test
  void shouldReportTheEngineThatDoesNotStopTheOwnerOfAnEmptySpace_R4_2()
      throws IOException, InterruptedException {
    assertReportedWithout(Without.STACKS, List.of(EmptySpaceStress.class.getName()));
  }

  private static void assertReportedWithout(Without what, List<String> tests)
      throws IOException, InterruptedException {
    String name = "without-" + what.name().toLowerCase(Locale.ROOT);
    Path engine = FencelessEngine.writeTo(FOLDER.resolve("engine-" + name), what);
    Jcstress run = Jcstress.run(pattern(tests), FOLDER.resolve(name), 1, engine);
    assertReported(run, Jcstress::reportedForbiddenOrEngineFailure, tests, engine);
  }

  /**
   * Not finding a rare thing proves little, least of all on a busy machine. So what was not found
   * is looked for again, with more effort; only then is the test blind.
   */
  private static void assertReported(
      Jcstress first, BiPredicate<Jcstress, String> reported, List<String> tests, Path... inFront)
      throws IOException, InterruptedException {
    Jcstress run = first;
    List<String> left = unreported(run, reported, tests);
    for (int effort = 4; effort <= 16 && !left.isEmpty(); effort *= 4) {
      run = Jcstress.run(pattern(left), FOLDER.resolve("again"), effort, inFront);
      left = unreported(run, reported, left);
    }
    assertEquals(List.of(), left, run.text);
  }

  private static List<String> unreported(
      Jcstress run, BiPredicate<Jcstress, String> reported, List<String> tests) {
    return tests.stream().filter(test -> !reported.test(run, test)).toList();
  }

  private static String pattern(List<String> tests) {
    return tests.stream().map(Pattern::quote).collect(Collectors.joining("|"));
  }

  @Test
  void shouldNotTakeAnEmptyRunForAPass() throws IOException, InterruptedException {
    Jcstress none = Jcstress.run("mm\\.stress\\.nothing\\..*", FOLDER.resolve("none"), 1);
    assertEquals(0, none.planned(), none.text);
    assertEquals(Map.of(), none.verdicts(), none.text);
    assertNotEquals(engineTests().size(), none.verdicts().size());
  }
}

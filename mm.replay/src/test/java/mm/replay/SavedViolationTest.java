package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.api.NotifierCore;
import mm.conform.Main;
import mm.replay.TestDriver.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a replay has found is saved, made small, and repeated by {@code mm conform}. */
@Execution(ExecutionMode.CONCURRENT)
class SavedViolationTest {
  static {
    System.setProperty("org.slf4j.simpleLogger.log.mm.core.violations", "off");
  }

  private static final Path SAMPLES = Path.of("..", "samples");

  @TempDir Path folder;

  private final NotifierCore core = NotifierCore.create();
  private final Map<String, Object> options = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Path raw() {
    return folder.resolve("raw.json");
  }

  private Path saved() {
    return folder.resolve("saved.json");
  }

  private int replay(Path file, TestDriver test) {
    core.drivers().admit(test);
    core.drivers().admit(new DecliningDriver());
    options.put("files", List.of(file));
    options.put("save", raw());
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", new PrintStream(err, true, StandardCharsets.UTF_8));
    Generations all = new LabGenerations(test, new DecliningDriver());
    return new ReplayVerb(core, all).applyAsInt(options);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private int conform(String... args) {
    out.reset();
    err.reset();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Main.run(printed, new PrintStream(err, true, StandardCharsets.UTF_8), args);
  }

  private int shrink(Path jar) {
    return conform(
        "--shrink", "--save", saved().toString(), "--bundle", jar.toString(), raw().toString());
  }

  private int repeat(Path jar) {
    return conform(saved().toString(), "--bundle", jar.toString());
  }

  private long steps() throws Exception {
    return Files.readString(saved()).lines().filter(each -> each.startsWith("{\"op\"")).count();
  }

  private Path jar(Fault fault) throws Exception {
    return DriverJar.write(folder.resolve(fault + ".jar"), fault);
  }

  private void assertRepeats(Fault fault, String kindAndRule, int mostSteps) throws Exception {
    assertEquals(0, shrink(jar(fault)), this::said);
    assertTrue(said().contains("repeats: yes"), this::said);
    assertTrue(steps() <= mostSteps, Files.readString(saved()));
    assertEquals(1, repeat(jar(fault)), this::said);
    assertTrue(said().contains(kindAndRule), this::said);
    assertEquals(0, repeat(jar(Fault.NONE)), this::said);
  }

  @ParameterizedTest
  @CsvSource({
    "FORGETS_LAST_PAGE, calls, git-gc.trace.xz, stale translation (R1.4), 3",
    "FORGETS_LAST_PAGE, calls, redis.notify.xz, stale translation (R1.4), 3",
    "FORGETS_LAST_PAGE, notifications, git-gc.notify.xz, stale translation (R1.4), 4",
    "THROWS_IN_START, calls, git-gc.trace.xz, broken promise (R1.8), 2",
    "THROWS_IN_END, notifications, redis.notify.xz, broken promise (R1.8), 2"
  })
  void shouldSaveWhatABrokenDriverDoes(
      Fault fault, String from, String sample, String kindAndRule, int mostSteps) throws Exception {
    options.put("from", from);
    assertEquals(ReplayVerb.FOUND, replay(SAMPLES.resolve(sample), new TestDriver(fault)));
    assertRepeats(fault, kindAndRule, mostSteps);
  }

  @Test
  void shouldSaveDataThatDiffers() throws Exception {
    options.put("contents", true);
    Fault fault = Fault.USES_OLD_FRAMES;
    assertEquals(
        ReplayVerb.FOUND, replay(SAMPLES.resolve("git-gc.trace.xz"), new TestDriver(fault)));
    assertRepeats(fault, "differing contents (R1.4)", 5);
  }

  @Test
  void shouldSavePagesThatNobodyGivesBack() throws Exception {
    Fault fault = Fault.KEEPS_PAGES;
    assertEquals(
        ReplayVerb.FOUND, replay(SAMPLES.resolve("git-gc.trace.xz"), new TestDriver(fault)));
    assertRepeats(fault, "leak: in use when everything has ended", 3);
  }

  /** Not a driver's fault but the rule's; the script says under which it is. */
  @Test
  void shouldSaveAStartWithoutItsEndUnderAnOldGeneration() throws Exception {
    options.put("generation", "non-blocking-attempt");
    options.put("oom", "every:100");
    assertEquals(ReplayVerb.FOUND, replay(SAMPLES.resolve("git-gc.trace.xz"), new TestDriver()));
    assertEquals(0, shrink(jar(Fault.NONE)), this::said);
    assertTrue(steps() <= 4, Files.readString(saved()));
    assertEquals(1, repeat(jar(Fault.NONE)), this::said);
    assertTrue(said().contains("unbalanced section (R2.4)"), this::said);
    Path paired = folder.resolve("paired.json");
    Files.writeString(paired, Files.readString(saved()).replace("non-blocking-attempt", "paired"));
    assertEquals(0, conform(paired.toString(), "--bundle", jar(Fault.NONE).toString()), this::said);
  }

  @Test
  void shouldSayThatThereIsNothingToSave() {
    assertEquals(ReplayVerb.CLEAN, replay(SAMPLES.resolve("git-gc.trace.xz"), new TestDriver()));
    assertTrue(said().contains("nothing to save"), this::said);
    assertFalse(Files.exists(raw()));
  }

  @Test
  void shouldSayThatAScriptDoesNotRepeatAndKeepAllOfIt() throws Exception {
    replay(SAMPLES.resolve("git-gc.trace.xz"), new TestDriver(Fault.FORGETS_LAST_PAGE));
    List<String> before = new ArrayList<>(Files.readAllLines(raw()));
    assertEquals(1, shrink(jar(Fault.NONE)), this::said);
    assertTrue(said().contains("does not repeat in one thread: saved unshrunk"), this::said);
    assertTrue(Files.readString(saved()).contains("saved unshrunk"));
    assertEquals(before.size(), Files.readAllLines(saved()).size());
  }

  @Test
  void shouldRefuseAScriptWhoseDriverIsInNoBundle() throws Exception {
    replay(SAMPLES.resolve("git-gc.trace.xz"), new TestDriver(Fault.FORGETS_LAST_PAGE));
    assertEquals(2, conform(raw().toString()), this::said);
    assertTrue(said().contains("no bundle has driver 'test'"), this::said);
  }

  @Test
  void shouldRefuseToSaveTwoGenerations() {
    options.put("generation", "interval..paired");
    assertEquals(ReplayVerb.UNUSABLE, replay(SAMPLES.resolve("git-gc.trace.xz"), new TestDriver()));
    assertTrue(said().contains("--save tell of one run"), this::said);
  }
}

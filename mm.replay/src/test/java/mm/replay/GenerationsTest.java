package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.api.NotifierCore;
import mm.lab.Generation;
import mm.spi.NotifierDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays under the generations of the rule, with memory running out. */
class GenerationsTest {
  private static final Path SAMPLE = Path.of("..", "samples", "git-gc.trace.xz");
  private static final String MAP =
      "0 p0 mmap(NULL,%d,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS,-1,0) = 0x%x";

  @TempDir Path folder;

  private final NotifierCore core = NotifierCore.create();
  private final NotifierDriver plain = new TestDriver();
  private final NotifierDriver declining = new DecliningDriver();
  private final Map<String, Object> options = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int replay(Path file) {
    out.reset();
    err.reset();
    options.put("files", List.of(file));
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", new PrintStream(err, true, StandardCharsets.UTF_8));
    return new ReplayVerb(core, new LabGenerations(plain, declining)).applyAsInt(options);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Three mappings of four pages, then some calls that change nothing. */
  private Path recording(String... more) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (long start : new long[] {0x10000, 0x20000, 0x30000}) {
      lines.append(String.format(MAP, 0x4000, start)).append('\n');
    }
    for (String each : more) {
      lines.append(each).append('\n');
    }
    return Files.writeString(folder.resolve("small.trace"), lines);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplayUnderEveryGeneration(Generation generation) {
    core.drivers().admit(plain);
    core.drivers().admit(declining);
    options.put("generation", generation.id());
    options.put("oom", "every:100");
    replay(SAMPLE);
    assertEquals("", said());
    assertTrue(
        printed().contains("the reference dispatcher, generation " + generation), this::printed);
    assertTrue(printed().contains("out of memory"), this::printed);
  }

  /** The engine has the last generation only; the reference has to tell the same in it. */
  @Test
  void shouldReportTheSameByTheEngineAndTheReference() {
    core.drivers().admit(plain);
    core.drivers().admit(declining);
    options.put("oom", "every:100");
    options.put("json", true);
    assertEquals(ReplayVerb.CLEAN, replay(SAMPLE), this::printed);
    String engine = comparable();
    options.put("generation", "paired");
    assertEquals(ReplayVerb.CLEAN, replay(SAMPLE), this::printed);
    assertEquals(engine, comparable());
  }

  private String comparable() {
    return printed()
        .replaceAll("\"(elapsedMillis|p50|p99|max)\" : \\d+", "")
        .replaceAll("\"dispatcher\" : \"[a-z]+\"", "");
  }

  @Test
  void shouldTellNobodyWhereNotifiersAreCompiledOut() throws IOException {
    core.drivers().admit(plain);
    options.put("generation", "off");
    options.put("json", true);
    int exit = replay(recording("9 p0 munmap(0x10000,16384) = 0"));
    assertTrue(
        printed().contains("\"UNMAP\" : 1"), "the section was announced: " + said() + printed());
    assertTrue(printed().contains("\"sections\" : 0"), "to nobody: " + printed());
    assertTrue(printed().contains("\"stale\" : 12"), "all that it held: " + printed());
    assertEquals(ReplayVerb.FOUND, exit);
  }

  @Test
  void shouldLetTheFirstReaperLeaveStaleTranslations() throws IOException {
    core.drivers().admit(plain);
    options.put("generation", "none");
    options.put("oom", "3");
    assertEquals(ReplayVerb.FOUND, replay(recording()));
    assertTrue(printed().contains("after oom reaper(p0)"), this::printed);
  }

  @ParameterizedTest
  @CsvSource({"skip-all, left alone", "non-blocking-flag, reaped", "paired, reaped"})
  void shouldReapANonBlockingVictimFromTheFlagOn(String generation, String outcome)
      throws IOException {
    core.drivers().admit(plain);
    options.put("generation", generation);
    options.put("oom", "3");
    assertEquals(ReplayVerb.CLEAN, replay(recording()), this::printed);
    assertTrue(printed().contains("p0 " + outcome + ": "), this::printed);
  }

  /** Seed 003: a second notifier declines now and then. */
  @Test
  void shouldFindStartsWithoutEndsWhereDeclinesAreNotPaired() throws IOException {
    core.drivers().admit(plain);
    core.drivers().admit(declining);
    options.put("generation", "non-blocking-attempt");
    options.put("oom", "3");
    assertEquals(ReplayVerb.FOUND, replay(recording()));
    assertTrue(
        printed().contains("FOUND test: 15 starts were never followed by an end"), this::printed);
    options.put("generation", "paired");
    assertEquals(ReplayVerb.CLEAN, replay(recording()), this::printed);
  }

  @Test
  void shouldNameTheFirstDifferenceOfTwoGenerations() throws IOException {
    core.drivers().admit(plain);
    core.drivers().admit(declining);
    options.put("generation", "non-blocking-attempt..paired");
    options.put("oom", "3");
    assertEquals(ReplayVerb.FOUND, replay(recording()));
    String difference = printed().substring(printed().indexOf("first difference"));
    List<String> lines = difference.lines().map(String::strip).toList();
    assertEquals(3, lines.size(), difference);
    assertTrue(
        lines
            .get(1)
            .endsWith(
                "out of memory 1 after call 3: declining told try-start UNMAP"
                    + " [0x10000, 0x14000) in p0, may not wait"),
        difference);
    assertTrue(
        lines
            .get(2)
            .endsWith(
                "out of memory 1 after call 3: test told end UNMAP"
                    + " [0x20000, 0x24000) in p0, may not wait"),
        difference);
  }

  @Test
  void shouldNameWhatWasFreedWhereNobodyWasToldOtherwise() throws IOException {
    core.drivers().admit(declining);
    options.put("generation", "skip-all..non-blocking-flag");
    options.put("oom", "3");
    options.put("json", true);
    assertEquals(ReplayVerb.CLEAN, replay(recording()), "both leave it alone: " + printed());
    assertTrue(printed().contains("\"difference\" : null"), this::printed);
    options.put("generation", "skip-all..paired");
    assertEquals(ReplayVerb.FOUND, replay(recording()));
    assertTrue(printed().contains("p0 left alone: 0 pages"), this::printed);
    assertTrue(printed().contains("\"generation\" : \"skip-all\""), this::printed);
  }

  @Test
  void shouldFindNoDifferenceOfAGenerationToItself() {
    core.drivers().admit(plain);
    core.drivers().admit(declining);
    options.put("generation", "interval..interval");
    replay(SAMPLE);
    assertTrue(printed().contains("no difference"), this::printed);
  }

  @Test
  void shouldPassOverWhatAKilledProcessDidLater() throws IOException {
    core.drivers().admit(plain);
    options.put("oom", "3");
    options.put("json", true);
    Path file =
        recording(
            "4 p0 clone(flags=SIGCHLD) = p1",
            "5 p1 munmap(0x10000,16384) = 0",
            "6 p0 munmap(0x20000,16384) = 0");
    assertEquals(ReplayVerb.CLEAN, replay(file), this::said);
    assertTrue(printed().contains("\"passedOver\" : 3"), this::printed);
    assertTrue(printed().contains("\"reapedPages\" : 7"), "those that were written: " + printed());
    assertTrue(printed().contains("\"reapedMappings\" : 3"), this::printed);
    assertTrue(printed().contains("\"UNMAP\" : 3"), "by the reaper");
  }

  @ParameterizedTest
  @CsvSource({"5.12, 0 ms", "6.18, 2000 ms"})
  void shouldFollowTheKernelsReaper(String kernel, String finished) throws IOException {
    options.put("oom", "3");
    options.put("kernel", kernel);
    assertEquals(ReplayVerb.CLEAN, replay(recording()));
    assertTrue(printed().contains("1 attempts, " + finished), this::printed);
    assertTrue(printed().contains("Linux " + kernel), this::printed);
  }

  @Test
  void shouldSayThatMemoryNeverRanOut() throws IOException {
    options.put("oom", "9999");
    assertEquals(ReplayVerb.CLEAN, replay(recording()));
    assertTrue(printed().contains("out of memory  never"), this::printed);
  }

  @Test
  void shouldImplyTheMachineForRecordedNotifications() {
    options.put("oom", "200");
    replay(Path.of("..", "samples", "git-gc.notify.xz"));
    assertTrue(printed().contains("from calls"), this::printed);
    assertTrue(printed().contains("out of memory  once"), this::printed);
  }

  @ParameterizedTest
  @CsvSource({
    "generation, newest, no generation 'newest'; there are [none, skip-all,",
    "generation, none..newest, no generation 'newest'",
    "generation, none..off..paired, it can be G or A..B",
    "oom, 0, it can be N or every:N",
    "oom, every:x, it can be N or every:N",
    "kernel, 4.19, no kernel '4.19'"
  })
  void shouldRefuseWhatItDoesNotKnow(String option, String value, String message)
      throws IOException {
    options.put(option, value);
    assertEquals(ReplayVerb.UNUSABLE, replay(recording()));
    assertTrue(said().contains(message), this::said);
    assertFalse(said().contains("\tat "), this::said);
    assertEquals("", printed());
  }

  @Test
  void shouldRefuseToKillWhatOnlyExistsInARecording() {
    options.put("oom", "3");
    options.put("from", "notifications");
    assertEquals(ReplayVerb.UNUSABLE, replay(SAMPLE));
    assertTrue(said().contains("leave out --from notifications"), this::said);
  }
}

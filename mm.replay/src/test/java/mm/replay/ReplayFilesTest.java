package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.api.NotifierCore;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that a replay leaves behind. */
class ReplayFilesTest {
  private static final Path SAMPLES = Path.of("..", "samples");

  @TempDir Path folder;

  private final NotifierCore core = NotifierCore.create();
  private final Map<String, Object> options = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int replay(String sample) {
    options.put("files", List.of(SAMPLES.resolve(sample)));
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", new PrintStream(err, true, StandardCharsets.UTF_8));
    return new ReplayVerb(core, new LabGenerations()).applyAsInt(options);
  }

  private List<Event> events(String sample) throws IOException {
    Path file = folder.resolve("events.jsonl");
    options.put("events", file);
    replay(sample);
    List<Event> events = new ArrayList<>();
    EventReader.forEach(file, events::add);
    return events;
  }

  private static long count(List<Event> events, EventKind kind) {
    return events.stream().filter(each -> each.kind() == kind).count();
  }

  @ParameterizedTest
  @CsvSource({
    "redis.notify.xz, notifications, ",
    "redis.notify.xz, calls, ",
    "git-gc.trace.xz, calls, every:150"
  })
  void shouldWriteLinesOfThePublishedSchema(String sample, String from, String oom)
      throws IOException {
    core.drivers().admit(new TestDriver());
    core.drivers().admit(new DecliningDriver());
    options.put("from", from);
    options.put("oom", oom);
    List<Event> events = events(sample);
    assertTrue(events.size() > 1_000, "vacuous: " + events.size());
    JsonSchema schema = schema();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(folder.resolve("events.jsonl"))) {
      assertEquals(Set.of(), schema.validate(json.readTree(line)), line);
    }
  }

  /** Callbacks write too, and must not fail for the sake of a log. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldEndAtALogThatDoesNotFitOnItsDisk() {
    core.drivers().admit(new TestDriver());
    options.put("events", Path.of("/dev/full"));
    assertEquals(ReplayVerb.UNUSABLE, replay("redis.notify.xz"));
    assertEquals(
        "mm: no report: the event log is not complete: /dev/full: No space left on device;"
            + " make room there or name another place",
        err.toString(StandardCharsets.UTF_8).strip());
    assertEquals("", out.toString(StandardCharsets.UTF_8), "it did not go on in vain");
    assertEquals(List.of(), core.violations());
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("..", "docs", "events.schema.json"))) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  /** The log and the text count independently of each other. */
  @ParameterizedTest
  @CsvSource({"notifications", "calls"})
  void shouldLogAsManySectionsAndCallbacksAsTheReportCounts(String from) throws IOException {
    core.drivers().admit(new TestDriver());
    options.put("from", from);
    List<Event> events = events("redis.notify.xz");
    String said = out.toString(StandardCharsets.UTF_8);
    long sections = count(events, EventKind.SECTION_BEGIN);
    assertTrue(said.contains(String.format("notifications  %,d from", sections)), said);
    long started =
        events.stream()
            .filter(each -> each.kind() == EventKind.CALLBACK && each.what().equals("start"))
            .count();
    assertTrue(
        said.matches("(?s).*\\n  test +\\S+ +\\S+ +" + String.format("%,d", started) + " .*"),
        said);
    assertEquals(
        count(events, EventKind.ATTACH), count(events, EventKind.DETACH), "who came has gone");
    assertEquals("clean", events.get(events.size() - 1).what());
  }

  @Test
  void shouldEndEverySectionInItsOrder() throws IOException {
    core.drivers().admit(new TestDriver());
    options.put("from", "calls");
    Deque<String> open = new ArrayDeque<>();
    for (Event each : events("git-gc.trace.xz")) {
      if (each.kind() == EventKind.SECTION_BEGIN) {
        open.push(each.fact(Event.SECTION));
      } else if (each.kind() == EventKind.SECTION_END) {
        assertEquals(open.pop(), each.fact(Event.SECTION));
      }
    }
    assertTrue(open.isEmpty(), open.toString());
  }

  @Test
  void shouldTellOfAStalePageWhereItIsFound() throws IOException {
    core.drivers().admit(new TestDriver(TestDriver.Fault.FORGETS_LAST_PAGE));
    List<Event> events = events("git-gc.trace.xz");
    int stale = indexOf(events, EventKind.STALE);
    assertTrue(stale >= 0 && stale < indexOf(events, EventKind.FIGURES) / 2, "late: " + stale);
    assertEquals("found", events.get(events.size() - 1).what());
  }

  @Test
  void shouldTellOfABrokenPromiseInTheOperationThatMetIt() throws IOException {
    core.drivers().admit(new TestDriver(TestDriver.Fault.THROWS_IN_START));
    List<Event> events = events("git-gc.trace.xz");
    int broken = indexOf(events, EventKind.VIOLATION);
    assertEquals("R1.8", events.get(broken).what());
    assertEquals("test", events.get(broken).who().driver());
    assertEquals(EventKind.OPERATION, events.get(broken - 1).kind());
  }

  private static int indexOf(List<Event> events, EventKind kind) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).kind() == kind) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void shouldTellWhatTheReaperGotAndWhoDeclined() throws IOException {
    core.drivers().admit(new DecliningDriver());
    options.put("oom", "200");
    List<Event> events = events("git-gc.trace.xz");
    assertEquals(1, count(events, EventKind.REAP));
    Event reap = events.get(indexOf(events, EventKind.REAP));
    assertFalse(reap.answer().isEmpty());
    assertTrue(Long.parseLong(reap.fact("attempts")) > 0, reap.toString());
    Event decline = events.get(indexOf(events, EventKind.DECLINE));
    assertEquals("forbidden", decline.fact(Event.BLOCKING));
    assertEquals(Event.WOULD_BLOCK, decline.answer());
  }

  @Test
  void shouldGoOnInTimeFromOneRecordingToTheNext() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Path sample = SAMPLES.resolve("sqlite3.trace.xz");
    options.put("events", file);
    options.put("files", List.of(sample, sample));
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", new PrintStream(err, true, StandardCharsets.UTF_8));
    new ReplayVerb(core, Generations.NONE).applyAsInt(options);
    List<Long> times = new ArrayList<>();
    EventReader.forEach(file, event -> times.add(event.time().recorded()));
    assertEquals(times.stream().sorted().toList(), times);
  }

  @Test
  void shouldWriteAllFourFilesAndSaySo() throws IOException {
    core.drivers().admit(new TestDriver());
    for (String each : List.of("report", "perfetto", "csv")) {
      options.put(each, folder.resolve(each));
    }
    events("sqlite3.trace.xz");
    for (String each : List.of("report", "perfetto", "csv", "events.jsonl")) {
      Path file = folder.resolve(each);
      assertTrue(Files.size(file) > 0, each);
      assertTrue(err.toString(StandardCharsets.UTF_8).contains("wrote " + file), err::toString);
    }
  }

  @Test
  void shouldLogAReplayUnderAnotherGeneration() throws IOException {
    options.put("generation", "skip-all");
    assertTrue(count(events("sqlite3.trace.xz"), EventKind.OPERATION) > 0);
  }

  @Test
  void shouldRefuseToReportTwoRunsInOne() {
    options.put("report", folder.resolve("a.html"));
    options.put("generation", "none..paired");
    assertEquals(ReplayVerb.UNUSABLE, replay("sqlite3.trace.xz"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("tell of one run"), err::toString);
  }

  @Test
  void shouldRefuseAFileThatCannotBeWrittenBeforeItReplays() {
    options.put("report", folder.resolve("no").resolve("a.html"));
    assertEquals(ReplayVerb.UNUSABLE, replay("sqlite3.trace.xz"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("there is no folder"), err::toString);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }
}

package mm.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import mm.api.DriverPolicy;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Violation;
import mm.spi.DriverCapability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayVerbTest {
  private static final Path SAMPLES = Path.of("..", "samples");

  @TempDir Path folder;

  private final NotifierCore core = NotifierCore.create();
  private final Map<String, Object> options = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int replay(Path file) {
    options.put("files", List.of(file));
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", new PrintStream(err, true, StandardCharsets.UTF_8));
    return new ReplayVerb(core, Generations.NONE).applyAsInt(options);
  }

  private Path recording(String... lines) throws IOException {
    return Files.write(folder.resolve("small.trace"), List.of(lines));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "git-gc.notify.xz, notifications, mirror",
    "git-gc.notify.xz, notifications, random",
    "git-gc.notify.xz, calls, mirror",
    "git-gc.notify.xz, calls, random",
    "git-gc.trace.xz, calls, mirror",
    "git-gc.trace.xz, calls, random",
    "redis.notify.xz, notifications, mirror",
    "redis.notify.xz, calls, mirror",
    "redis.trace.xz, calls, random",
    "sqlite3.trace.xz, calls, mirror",
    "sqlite3.trace.xz, calls, none"
  })
  void shouldFindNothingStaleInARecordedProgram(String sample, String from, String device) {
    core.drivers().admit(new TestDriver());
    options.put("from", from);
    options.put("device", device);
    assertEquals(ReplayVerb.CLEAN, replay(SAMPLES.resolve(sample)), this::printed);
    assertTrue(printed().contains("OK: 0 stale translations, 0 violations"), this::printed);
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    assertEquals(List.of(), core.spaces(), "every space has ended");
  }

  /** Recordings do not have the flushes. */
  @ParameterizedTest
  @CsvSource({"notifications", "calls"})
  void shouldFlushSecondaryTlbsWithEachNotification(String from) {
    core.drivers().admit(new TlbDriver());
    options.put("from", from);
    assertEquals(ReplayVerb.CLEAN, replay(SAMPLES.resolve("git-gc.notify.xz")), this::printed);
  }

  private static Path smallest() {
    return SAMPLES.resolve("git-gc.notify.xz");
  }

  @Test
  void shouldCountHintsWhenStrictOnly() {
    core.drivers().admit(new TlbDriver(() -> LockSupport.parkNanos(1)));
    assertEquals(ReplayVerb.CLEAN, replay(smallest()), this::printed);
    assertTrue(printed().contains("HINT tlb"), this::printed);
    out.reset();
    options.put("strict", true);
    assertEquals(ReplayVerb.FOUND, replay(smallest()), this::printed);
    assertTrue(
        printed().contains("NOT OK: 0 stale translations, 0 violations, 1 hints"), this::printed);
  }

  @Test
  void shouldRefuseToBeStrictWhereNobodyLooks() {
    options.put("strict", true);
    options.put("generation", "paired");
    assertEquals(ReplayVerb.UNUSABLE, replay(smallest()));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("--strict"), err::toString);
  }

  @ParameterizedTest
  @CsvSource({"notifications, git-gc.notify.xz", "calls, git-gc.trace.xz"})
  void shouldFindAPageThatTheDriverForgot(String from, String sample) {
    core.drivers().admit(new TestDriver(TestDriver.Fault.FORGETS_LAST_PAGE));
    options.put("from", from);
    assertEquals(ReplayVerb.FOUND, replay(SAMPLES.resolve(sample)));
    assertTrue(printed().contains("NOT OK"), this::printed);
    assertTrue(printed().contains("FOUND test: "), this::printed);
  }

  @Test
  void shouldNameAddressOperationAndDriverOfAForgottenPage() throws IOException {
    core.drivers().admit(new TestDriver(TestDriver.Fault.FORGETS_LAST_PAGE));
    Path file =
        recording(
            "0 p0 mmap(NULL,8192,PROT_READ|PROT_WRITE,MAP_PRIVATE|MAP_ANONYMOUS,-1,0) = 0x10000",
            "5 p0 munmap(0x10000,8192) = 0");
    assertEquals(ReplayVerb.FOUND, replay(file));
    String found = printed().lines().filter(l -> l.startsWith("FOUND")).findFirst().orElseThrow();
    assertTrue(found.contains("test"), found);
    assertTrue(found.contains("0x11000"), found);
    assertTrue(found.contains("munmap(0x10000"), found);
  }

  @ParameterizedTest
  @CsvSource({"THROWS_IN_START, start", "THROWS_IN_END, end"})
  void shouldCountABrokenPromiseAndLeaveSectionsBalanced(TestDriver.Fault fault, String callback)
      throws IOException {
    core.drivers().admit(new TestDriver(fault));
    assertEquals(ReplayVerb.FOUND, replay(SAMPLES.resolve("git-gc.trace.xz")));
    assertTrue(printed().contains("R1.8: test: " + callback), this::printed);
    assertEquals(List.of(), core.spaces());
  }

  /** Welcomes everybody, and reacts in one way to who breaks its word. */
  private static DriverPolicy reacting(DriverPolicy.Reaction reaction) {
    return new DriverPolicy() {
      @Override
      public List<Finding> judge(DriverCapability declared, String origin) {
        return List.of();
      }

      @Override
      public Reaction reaction(Violation violation) {
        return reaction;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"QUARANTINE, QUARANTINED", "STOP, REFUSED"})
  void shouldGoOnWithoutWhomThePolicyTookOutAndSaySo(DriverPolicy.Reaction reaction, String state)
      throws IOException {
    core.drivers().admit(new TestDriver(TestDriver.Fault.THROWS_IN_END));
    core.drivers().govern(reacting(reaction));
    core.observe((who, callback, range, answer, nanos) -> awaitOut(who));
    assertEquals(ReplayVerb.FOUND, replay(SAMPLES.resolve("git-gc.trace.xz")), this::printed);
    String out =
        printed().lines().filter(l -> l.startsWith(state + " test: R1.8: ")).findFirst().orElse("");
    assertTrue(out.contains("Not attached to "), this::printed);
    assertTrue(printed().contains("DRIFT test: declares blocking=never"), this::printed);
    assertEquals(List.of(), core.spaces(), "every space has ended");
  }

  /** The engine reacts by a thread of its own; the replay must not be over before. */
  private void awaitOut(String subscriber) {
    while (subscriber.equals("test")
        && !core.violations().isEmpty()
        && core.drivers().list().stream().anyMatch(ReplayVerbTest::isIn)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isIn(DriverStatus driver) {
    return driver.id().equals("test") && driver.state() == DriverStatus.State.ADMITTED;
  }

  @Test
  void shouldTellWhoIsOutInJsonToo() throws IOException {
    core.drivers().admit(new TestDriver(TestDriver.Fault.THROWS_IN_START));
    core.drivers().govern(reacting(DriverPolicy.Reaction.QUARANTINE));
    options.put("json", true);
    replay(SAMPLES.resolve("git-gc.trace.xz"));
    for (String part :
        List.of(
            "\"state\" : \"QUARANTINED\"",
            "\"rule\" : \"R1.8\"",
            "\"blocking\" : \"never\"",
            "\"observed\" : [ \"R1.8: test: start")) {
      assertTrue(printed().contains(part), this::printed);
    }
  }

  @Test
  void shouldPrintOneJsonObjectWithThePromisedKeys() throws IOException {
    core.drivers().admit(new TestDriver());
    options.put("json", true);
    options.put("seed", 7L);
    assertEquals(ReplayVerb.CLEAN, replay(SAMPLES.resolve("redis.notify.xz")));
    List<String> top = new ArrayList<>();
    List<String> driver = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(printed())) {
      int depth = 0;
      String parent = "";
      for (JsonToken t = json.nextToken(); t != null; t = json.nextToken()) {
        depth += t.isStructStart() ? 1 : t.isStructEnd() ? -1 : 0;
        if (t == JsonToken.FIELD_NAME && depth == 1) {
          parent = json.currentName();
          top.add(parent);
        } else if (t == JsonToken.FIELD_NAME && depth == 3 && parent.equals("drivers")) {
          driver.add(json.currentName());
        }
      }
    }
    assertTrue(
        top.containsAll(List.of("input", "notifications", "drivers", "seed", "elapsedMillis")),
        top.toString());
    assertTrue(
        driver.containsAll(
            List.of(
                "id",
                "version",
                "state",
                "sections",
                "dropped",
                "overTold",
                "declined",
                "stale",
                "notJudged",
                "violations")),
        driver.toString());
  }

  @ParameterizedTest
  @CsvSource({"mirror", "random"})
  void shouldRepeatItselfWithTheSameSeed(String device) {
    core.drivers().admit(new TestDriver());
    options.put("device", device);
    options.put("json", true);
    options.put("seed", 3L);
    replay(SAMPLES.resolve("git-gc.notify.xz"));
    String first = timeless();
    out.reset();
    replay(SAMPLES.resolve("git-gc.notify.xz"));
    assertEquals(first, timeless());
  }

  private String timeless() {
    return printed().replaceAll("\"(elapsedMillis|p50|p99|max)\" : \\d+", "");
  }

  @Test
  void shouldCountUnknownCallsAndGoOn() throws IOException {
    Path file =
        recording(
            "0 p0 frobnicate(1,2) = 0", "1 p0 brk(NULL) = 0x1000", "2 p0 brk(0x3000) = 0x3000");
    assertEquals(ReplayVerb.CLEAN, replay(file));
    assertTrue(printed().contains("passed over  frobnicate 1"), this::printed);
  }

  @Test
  void shouldReportCallsThatEndOtherwise() throws IOException {
    assertEquals(ReplayVerb.CLEAN, replay(recording("0 p0 mprotect(0x10000,4096,PROT_READ) = 0")));
    assertTrue(printed().contains("diverged     1"), this::printed);
  }

  @Test
  void shouldRefuseNotificationsFromARecordingWithoutAny() throws IOException {
    options.put("from", "notifications");
    assertUnusable(SAMPLES.resolve("git-gc.trace.xz"), "--from calls");
  }

  @Test
  void shouldRefuseADriverThatIsNotDeployed() {
    options.put("drivers", List.of("nvidia"));
    assertUnusable(SAMPLES.resolve("git-gc.trace.xz"), "'nvidia' is not deployed");
  }

  @Test
  void shouldNameFileAndLineOfBadInputAndLeaveNothingBehind() throws IOException {
    core.drivers().admit(new TestDriver());
    Path file =
        recording(
            "0 p0 mmap(NULL,8192,PROT_READ,MAP_PRIVATE|MAP_ANONYMOUS,-1,0) = 0x10000", "1 p0 mun");
    assertUnusable(file, "small.trace:2: ");
    assertEquals(List.of(), core.spaces());
    assertEquals(0, core.drivers().list().get(0).attachments());
    assertUnusable(folder, "is a directory");
    assertUnusable(folder.resolve("nobody"), "no such file");
  }

  private void assertUnusable(Path file, String message) {
    assertEquals(ReplayVerb.UNUSABLE, replay(file));
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains(message), said);
    assertEquals(1, said.lines().count(), said);
    assertFalse(said.contains("\tat "), said);
    assertEquals("", printed());
    err.reset();
  }
}

package mm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.InvalidationEvent;
import mm.deploy.service.Configured;
import mm.spi.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final long PAGE = 0x10000;

  private final PlainEngine engine = new PlainEngine();
  private final Commands commands = new Commands(engine);
  private final AddressSpace space = engine.core.createSpace("app", new OnePage(PAGE, 0x77));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private final WaryDriver driver = new WaryDriver();

  @BeforeEach
  void attach() {
    assertEquals(new Admission.Admitted("wary"), engine.core.drivers().admit(driver));
    engine.core.drivers().attach("wary", space);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    return commands.run(List.of(words), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void access() {
    engine.core.drivers().attachments().get(0).device().access(PAGE, Access.READ);
  }

  private void unmap() {
    space.end(space.begin(InvalidationEvent.UNMAP, PAGE, PAGE + 4096));
  }

  @Test
  void shouldListTheDriversWithStateAndSpaces() {
    assertEquals(0, run("drivers"));
    assertTrue(out().contains("wary"), out());
    assertTrue(out().contains("ADMITTED"), out());
  }

  @Test
  void shouldShowWhatADeviceHolds() {
    access();
    assertEquals(0, run("info", "wary"));
    assertTrue(out().contains("when-forbidden"), out());
    assertTrue(out().matches("(?s).*app +1 +1 .*"), out());
  }

  @Test
  void shouldShowWhereAPromiseWasBroken_R1_8() {
    driver.trouble = new IllegalStateException("planted");
    unmap();
    assertEquals(0, run("info", "wary"));
    assertTrue(out().contains("R1.8") && out().contains("[0x10000, 0x11000)"), out());
    assertFalse(out().contains("CommandsTest.java"), out());
    assertEquals(0, run("info", "wary", "--stacks"));
    assertTrue(out().contains("CommandsTest.shouldShowWhereAPromiseWasBroken_R1_8("), out());
    assertEquals(0, run("info", "wary", "--json"));
    assertTrue(out().contains("\"stack\" : [ \"mm.shell.CommandsTest.shouldShow"), out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "quarantine", "release"})
  void shouldNameTheMendForAnUnknownDriver(String command) {
    assertEquals(2, run(command, "nobody"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("nobody"), err.toString());
  }

  @Test
  void shouldTakeADriverOutUntilItIsReleased_R4_7() {
    assertEquals(0, run("quarantine", "wary", "for a test"));
    assertTrue(out().contains("QUARANTINED"), out());
    assertEquals(1, run("drivers"));
    assertEquals(1, run("health"));
    assertTrue(out().contains("for a test"), out());
    assertEquals(0, run("release", "wary"));
    assertEquals(0, run("health"), this::out);
  }

  @Test
  void shouldListSpacesAndWhoIsThere() {
    assertEquals(0, run("spaces"));
    assertTrue(out().matches("(?s).*app +wary +0 +yes +unsafe.*"), out());
  }

  @Test
  void shouldListOpenSections() {
    assertEquals(0, run("sections"));
    assertTrue(out().contains("no section is open"), out());
    long stamp = space.begin(InvalidationEvent.CLEAR, PAGE, PAGE + 4096);
    assertEquals(0, run("sections"));
    assertTrue(out().contains("[0x10000, 0x11000)"), out());
    assertEquals(1, run("sections", "--older-than", "0"));
    space.end(stamp);
    assertEquals(0, run("sections", "--older-than", "0"));
  }

  @Test
  void shouldExplainAnAddress() {
    access();
    run("trace", "on");
    assertEquals(0, run("why", "0x10123"));
    assertTrue(out().contains("READ of frame 0x77"), out());
    unmap();
    assertEquals(0, run("why", "0x10123"));
    assertTrue(out().contains("nothing"), out());
    assertTrue(out().contains("UNMAP"), out());
  }

  @Test
  @Timeout(120)
  void shouldNameThoseWhoBlockEachOther() throws InterruptedException {
    assertEquals(0, run("waits"));
    assertTrue(out().contains("nobody waits"), out());
    Deadlock deadlock = new Deadlock(driver.context, space);
    deadlock.begin();
    while (engine.core.waitGraph().cycles().isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(1, run("waits"));
    assertTrue(out().matches("(?s).*1 +wary +right #.*mutex wary.lock.*"), out());
    assertEquals(0, run("sections"));
    assertTrue(out().contains("wary: wait queue wary.idle"), out());
    assertEquals(1, run("health"));
    assertTrue(out().contains("deadlock of wary"), out());
    assertEquals(0, run("why", "0x10123"));
    assertTrue(out().contains("mutex wary.lock, held by 'left #"), out());
    deadlock.end();
    assertEquals(0, run("waits"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"frog", "-5", "0x"})
  void shouldRefuseWhatIsNoAddress(String text) {
    assertEquals(2, run("why", text));
    assertEquals("", out());
  }

  @Test
  void shouldCountCallbacksAndForgetThemOnRequest() {
    unmap();
    assertEquals(0, run("stats", "--reset"));
    assertTrue(out().matches("(?s).*wary +try-start +1 +0 .*"), out());
    assertEquals(0, run("stats"));
    assertFalse(out().contains("wary"), out());
  }

  @Test
  void shouldKeepNoCallbacksUntilTracingIsOn() {
    unmap();
    run("trace");
    assertTrue(out().contains("nothing traced"), out());
    run("trace", "on");
    unmap();
    engine.nanos.addAndGet(3_000_000);
    assertEquals(0, run("trace", "--json"));
    assertTrue(out().contains("\"ms ago\" : 3.0"), out());
    run("trace", "off");
    unmap();
    run("trace", "--json");
    assertEquals(1, out().split("try-start", -1).length - 1, out());
  }

  @Test
  void shouldAskTheDriversAsTheReaperDoes_R5_1() {
    assertEquals(0, run("oom", "--try"), this::out);
    access(); // now the driver holds something and declines
    assertEquals(1, run("oom", "--try"));
    assertTrue(out().contains("wary"), out());
    assertEquals(0, run("oom"));
    assertTrue(out().contains("may be declined"), out());
    assertEquals(List.of(), space.openSections());
  }

  @Test
  void shouldShowWhomAFilterWelcomes_R6_22() {
    assertEquals(0, run("policy"));
    assertTrue(out().contains("none: every driver that keeps the rules is welcome"), out());
    assertEquals(1, run("policy", "(failure=never)"));
    assertEquals(0, run("policy", "(failure=when-forbidden)"));
    assertEquals(2, run("policy", "(failure"));
  }

  @Test
  void shouldSayWhereThePolicyCameFromAndWhatWasRefused_R6_22() {
    engine.configured.put("mm.policy", new Configured("mm.policy", "conf/mm.policy.cfg", ""));
    assertEquals(0, run("policy"));
    assertTrue(out().contains("configured by conf/mm.policy.cfg"), out());
    assertEquals(0, run("health"));
    assertTrue(out().contains("mm.policy in force by conf/mm.policy.cfg"), out());
    Configured refused = new Configured("mm.policy", "", "conf/mm.policy.cfg: alow: unknown");
    engine.configured.put("mm.policy", refused);
    assertEquals(1, run("policy"));
    assertTrue(out().contains("no driver is welcome") && out().contains("alow: unknown"), out());
    assertEquals(1, run("health"));
    assertTrue(out().matches("(?s).*configurations +WARN +.*alow: unknown.*"), out());
    assertEquals(1, run("policy", "--json"));
    assertTrue(out().contains("\"refused\" : \"conf/mm.policy.cfg: alow: unknown\""), out());
  }

  @Test
  void shouldShowTheOptionsOfADriverAndWhereItHasThem() {
    engine.core.drivers().configure(driver -> Map.of("mood", "calm"));
    engine.configured.put(
        "mm.driver.wary", new Configured("mm.driver.wary", "its file", "its file: no such mood"));
    assertEquals(0, run("info", "wary"));
    assertTrue(out().matches("(?s).*options +mood=calm\n.*"), out());
    assertTrue(out().contains("its file: no such mood"), out());
    assertTrue(out().contains("SPACE  OPTIONS  HELD"), "attached before, without any: " + out());
  }

  @Test
  void shouldSayWhichSpaceThereIsNot() {
    assertEquals(2, run("sections", "--space", "nowhere"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("'spaces' lists them"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drivers",
        "info",
        "quarantine",
        "release",
        "spaces",
        "sections",
        "waits",
        "why",
        "stats",
        "trace",
        "oom",
        "policy",
        "health",
        "replay"
      })
  void shouldExplainEachCommand(String command) {
    assertEquals(0, run(command, "--help"));
    assertTrue(out().contains("Usage: " + command + " "), out());
  }

  @Test
  void shouldListTheCommandsAndRefuseUnknownOnes() {
    assertEquals(0, run("--help"));
    assertTrue(out().contains("quarantine"), out());
    assertEquals(2, run("frobnicate"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("no such command: frobnicate"));
    assertEquals(2, run());
  }

  @ParameterizedTest
  @ValueSource(strings = {"drivers", "spaces", "sections", "waits", "stats", "oom", "health"})
  void shouldWriteJson(String command) {
    run(command, "--json");
    assertTrue(out().strip().startsWith("[") && out().strip().endsWith("]"), out());
  }
}

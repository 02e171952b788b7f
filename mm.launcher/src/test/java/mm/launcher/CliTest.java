package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private final Captured console = new Captured();
  private final StubHost host = new StubHost();

  private int run(String... args) {
    return Cli.create(console.console(""), host).run(args);
  }

  @Test
  void shouldAskForAVerb() {
    assertEquals(ExitCode.UNUSABLE, run());
    assertTrue(console.err().contains("which verb?"), console.err());
  }

  @Test
  void shouldNameAnUnknownVerb() {
    assertEquals(ExitCode.UNUSABLE, run("frob"));
    assertTrue(console.err().startsWith("mm: no such verb: frob"), console.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--frob",
        "replay",
        "replay --seed x f",
        "replay --from memory f",
        "replay --device gpu f",
        "replay --device-threads 65 f",
        "drivers --frob",
        "drivers --log loud",
        "drivers --bundles /no/such/folder"
      })
  void shouldRefuseAWrongCommandLineInShortWithoutStarting(String line) {
    assertEquals(ExitCode.UNUSABLE, run(line.split(" ")));
    assertTrue(console.err().startsWith("mm: "), console.err());
    assertTrue(console.err().lines().count() <= 2, console.err());
    assertEquals("", console.out());
    assertNull(host.purpose);
  }

  @ParameterizedTest
  @CsvSource({
    "replay --device gpu f,mm: --device gpu: expected none",
    "replay --seed x f,mm: --seed x: expected a whole number",
    "new-driver x --kind y,mm: --kind y: expected list",
    "lab frob,mm: ACTION frob: expected list",
    "soak --policy-file /no/such,mm: --policy-file /no/such: no such file"
  })
  void shouldNameWhatItExpectedAsHelpDoes(String line, String message) {
    assertEquals(ExitCode.UNUSABLE, run(line.split(" ")));
    assertTrue(console.err().startsWith(message), console.err());
    assertNull(host.purpose);
  }

  @Test
  void shouldExplainVerbsExitCodesAndExamples() {
    assertEquals(ExitCode.OK, run("--help"));
    for (String word : List.of("replay", "drivers", "run", "Exit codes:", "Examples:", "70")) {
      assertTrue(console.out().contains(word), word);
    }
  }

  @Test
  void shouldTellVersionsThatTheBuildFilledIn() {
    assertEquals(ExitCode.OK, run("--version"));
    assertTrue(console.out().startsWith("mm "), console.out());
    assertFalse(console.out().contains("${"), console.out());
  }

  @Test
  void shouldHandTheOptionsOfReplayOverAsJdkTypes() {
    Map<?, ?>[] seen = new Map<?, ?>[1];
    host.verb =
        options -> {
          seen[0] = options;
          return ExitCode.FINDINGS;
        };
    int exit =
        run("replay a.xz b --drivers kvm,gru --from calls --compare --device=random".split(" "));
    assertEquals(ExitCode.FINDINGS, exit);
    assertEquals(List.of(Path.of("a.xz"), Path.of("b")), seen[0].get("files"));
    assertEquals(List.of("kvm", "gru"), seen[0].get("drivers"));
    assertEquals("calls", seen[0].get("from"));
    assertEquals("random", seen[0].get("device"));
    assertEquals(true, seen[0].get("compare"));
    assertEquals(1L, seen[0].get("seed"));
    assertEquals(false, seen[0].get("json"));
    assertEquals(false, seen[0].get("progress"));
    assertEquals(0, seen[0].get("deviceThreads"));
    assertEquals(false, seen[0].get("contents"));
    assertEquals(List.of(), seen[0].get("driverOptions"));
    assertEquals(false, seen[0].get("strict"));
    assertTrue(host.closed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay --strict f", "soak --strict", "run --strict"})
  void shouldSwitchGuardsOnWhereTheyWereSwitchedOffWhenStrict(String line, @TempDir Path folder) {
    String args = line.startsWith("run") ? line + " --storage " + folder : line;
    System.setProperty("mm.guards", "off");
    try {
      assertEquals(
          ExitCode.OK, run(args.replace("--strict ", "").replace(" --strict", "").split(" ")));
      assertEquals("off", System.getProperty("mm.guards"));
      assertEquals(ExitCode.OK, run(args.split(" ")));
      assertEquals("on", System.getProperty("mm.guards"));
    } finally {
      System.clearProperty("mm.guards");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay --driver-option nosuch.x=1 f", "run --driver-option nosuch.x=1"})
  void shouldRefuseASettingOfADriverThatIsNotDeployed(String line) {
    host.drivers.add(StubHost.KVM);
    assertEquals(ExitCode.UNUSABLE, run(line.split(" ")));
    assertTrue(console.err().contains("no driver 'nosuch' is deployed; there are kvm"));
  }

  @Test
  void shouldLeaveOutWhatReplayShallDecide() {
    host.verb =
        options -> {
          assertFalse(options.containsKey("from"));
          assertFalse(options.containsKey("device"));
          assertEquals(false, options.get("compare"));
          assertEquals(List.of(), options.get("drivers"));
          return ExitCode.OK;
        };
    assertEquals(ExitCode.OK, run("replay", "f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"012", "2"})
  void shouldShowProgressOnATerminalUnlessJson(String terminals) {
    host.verb = options -> (boolean) options.get("progress") ? 1 : 0;
    Cli cli = Cli.create(console.console(terminals), host);
    assertEquals(1, cli.run("replay", "f"));
    assertEquals(0, Cli.create(console.console(terminals), host).run("replay", "--json", "f"));
  }

  @Test
  void shouldFlushWhatReplayWrote() {
    host.verb =
        options -> {
          ((PrintStream) options.get("out")).print("{\"driver\":\"µ\"}");
          return ExitCode.OK;
        };
    assertEquals(ExitCode.OK, run("replay", "--json", "f"));
    assertEquals("{\"driver\":\"µ\"}", console.out());
  }

  @Test
  void shouldCallADefectInternalWithoutAStackTrace() {
    host.verb =
        options -> {
          throw new IllegalStateException("boom");
        };
    assertEquals(ExitCode.INTERNAL, run("replay", "f"));
    assertEquals(1, console.err().lines().count());
    assertTrue(console.err().contains("boom") && console.err().contains("--log debug"));
    assertTrue(host.closed);
  }

  @Test
  void shouldShowTheStackTraceWhenDebugging() {
    host.verb =
        options -> {
          throw new IllegalStateException("boom");
        };
    assertEquals(ExitCode.INTERNAL, run("replay", "f", "--log", "debug"));
    assertTrue(console.err().contains("\tat "), console.err());
  }

  @Test
  void shouldSurviveABundleThatDoesNotLink() {
    host.verb =
        options -> {
          throw new NoClassDefFoundError("mm/Missing");
        };
    assertEquals(ExitCode.INTERNAL, run("replay", "f"));
    assertTrue(console.err().contains("mm/Missing"), console.err());
  }

  @Test
  void shouldSayHowToGetMoreMemory() {
    host.verb =
        options -> {
          throw new OutOfMemoryError();
        };
    assertEquals(ExitCode.INTERNAL, run("replay", "f"));
    assertTrue(console.err().contains("MM_JAVA_OPTS"), console.err());
  }

  @Test
  void shouldInstallTheUsersJars(@TempDir Path folder) throws Exception {
    Path jar = Files.createFile(folder.resolve("mine.jar"));
    Files.createFile(folder.resolve("notes.txt"));
    run("drivers", "--bundles", folder.toString());
    assertEquals(List.of(jar.toAbsolutePath()), host.extraJars);
  }

  @Test
  void shouldRefuseAFolderWithoutJars(@TempDir Path folder) {
    assertEquals(ExitCode.UNUSABLE, run("drivers", "--bundles", folder.toString()));
    assertTrue(console.err().contains("no .jar"), console.err());
  }

  @Test
  void shouldSayWhichBundlesReplayDoesWithout() {
    host.unusable.add(new UnusableBundle("x.jar", "x 1.0.0", "needs package y"));
    assertEquals(ExitCode.OK, run("replay", "f"));
    assertEquals("mm: without x.jar: needs package y", console.err().strip());
  }
}

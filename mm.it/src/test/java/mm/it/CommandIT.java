package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The installed {@code mm} as a user starts it: another process. */
@DisabledOnOs(OS.WINDOWS)
class CommandIT {
  private static final long SECONDS = Commands.SECONDS;

  @TempDir Path folder;
  private Commands commands;

  @BeforeEach
  void prepare() throws Exception {
    commands = new Commands(folder);
  }

  @AfterEach
  void endThem() {
    commands.close();
  }

  @Test
  void shouldPrintTheDriversAsOneJsonObjectWithSeveralRunningAtOnce() throws Exception {
    List<Process> both =
        List.of(commands.start("1", "drivers", "--json"), commands.start("2", "drivers", "--json"));
    for (Process each : both) {
      String output = Commands.outputOf(each);
      assertEquals(0, each.exitValue(), output);
      assertIsOneObject(output);
      assertTrue(output.contains("\"kvm\""), output);
    }
    assertEquals("", Files.readString(folder.resolve("1.err")));
    commands.assertNothingLeft();
  }

  /** The deployed drivers: nouveau declines whatever it may not wait for, KVM counts. */
  @Test
  void shouldNameTheFirstDifferenceOfTwoGenerationsUnderTheDeployedDrivers() throws Exception {
    Process replay =
        commands.start(
            "oom",
            "replay",
            "--json",
            "--drivers",
            "kvm,nouveau",
            "--oom",
            "100",
            "--generation",
            "non-blocking-attempt..paired",
            Path.of("..", "samples", "git-gc.trace.xz").toString());
    String output = Commands.outputOf(replay);
    assertEquals(1, replay.exitValue(), output);
    assertIsOneObject(output);
    assertTrue(output.contains("\"outcome\" : \"given_up\""), output);
    assertTrue(output.matches("(?s).*\"unended\" : [1-9].*\"unended\" : 0.*"), output);
    assertTrue(output.matches("(?s).*\"difference\" : \\[.*\"driver\" : \"kvm\",.*"), output);
    commands.assertNothingLeft();
  }

  private static void assertIsOneObject(String output) throws Exception {
    try (JsonParser json = new JsonFactory().createParser(output)) {
      assertTrue(json.nextToken().isStructStart());
      json.skipChildren();
      assertEquals(null, json.nextToken());
    }
  }

  @Test
  void shouldRunHeadlessUntilASignal() throws Exception {
    Process run = commands.start("run", "run", "--storage", folder.resolve("var").toString());
    BufferedReader output = run.inputReader();
    String ready = output.readLine();
    assertTrue(ready.matches("ready: ([1-9]\\d*) of \\1 drivers admitted"), ready);
    run.destroy();
    assertTrue(run.waitFor(SECONDS, TimeUnit.SECONDS));
    assertEquals(128 + 15, run.exitValue());
    commands.assertNothingLeft();
  }

  @Test
  void shouldFollowAPolicyFile_R6_22() throws Exception {
    Path policy = Files.writeString(folder.resolve("my.policy"), "idAllowList = gru\n");
    String output =
        Commands.outputOf(
            commands.start("policy", "drivers", "--json", "--policy-file", policy.toString()));
    assertTrue(output.contains("R6.22") && output.contains("\"ADMITTED\""), output);
  }

  @Test
  void shouldTryOptionsOfDriversOut() throws Exception {
    String option = "--driver-option";
    Process taken = commands.start("taken", "drivers", option, "i915.era=interval");
    Process unknown = commands.start("unknown", "drivers", option, "i915.ear=interval");
    Process senseless = commands.start("senseless", "drivers", option, "i915.era=stone");
    String output = Commands.outputOf(taken);
    assertEquals(0, taken.exitValue(), output);
    assertTrue(output.contains("option: era=interval"), output);
    assertRefused(
        unknown, "unknown", "--driver-option i915.ear=interval: ", "no option [i915.ear]");
    assertRefused(senseless, "senseless", "--driver-option i915.era=stone: ", "stone");
  }

  private void assertRefused(Process process, String name, String... words) throws Exception {
    assertEquals("", Commands.outputOf(process));
    String errors = Files.readString(folder.resolve(name + ".err"));
    assertEquals(2, process.exitValue(), errors);
    for (String word : words) {
      assertTrue(errors.contains(word), errors);
    }
  }

  @Test
  void shouldRunScenariosOfTheLab() throws Exception {
    Process lab = commands.start("lab", "lab", "run", "s1-crossed-waits", "interval-leak");
    String output = Commands.outputOf(lab);
    assertEquals(0, lab.exitValue(), output);
    assertTrue(output.contains("OK: 2 scenarios") && output.contains("deadlocks"), output);
  }

  /** Whether the verb runs in this JVM of the command or in one of its own. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldTellThatStandardOutputIsFull() throws Exception {
    ProcessBuilder.Redirect full = ProcessBuilder.Redirect.to(new File("/dev/full"));
    Process explain = commands.start(full, "explain", "explain");
    Process lab = commands.start(full, "full-lab", "lab", "list");
    String told = "mm: standard output is not complete: No space left on device";
    assertRefused(explain, "explain", told);
    assertRefused(lab, "full-lab", told);
  }

  @Test
  void shouldRefuseAScenarioThatCannotBeUsed() throws Exception {
    Path scenario = Files.writeString(folder.resolve("bad.yaml"), "name: bad\ntitel: Bad\n");
    Process lab = commands.start("bad-lab", "lab", "run", scenario.toString());
    assertRefused(lab, "bad-lab", "bad.yaml:2: unknown key 'titel'; allowed are name, title");
  }

  @Test
  void shouldRefuseAMissingFileWithOneLine() throws Exception {
    Process replay = commands.start("bad", "replay", folder.resolve("none.xz").toString());
    assertEquals("", Commands.outputOf(replay));
    String errors = Files.readString(folder.resolve("bad.err"));
    assertEquals(2, replay.exitValue(), errors);
    assertTrue(errors.contains("none.xz"), errors);
    assertFalse(errors.contains("\tat "), errors);
  }

  @Test
  void shouldRunTheKitOnEveryBundleOfTheDistribution() throws Exception {
    List<String> args = new ArrayList<>(List.of("tck"));
    List<Path> bundles = Felix.jars(Path.of(System.getProperty("mm.home"), "deploy"));
    bundles.forEach(each -> args.add(each.toString()));
    Process kit = commands.start("tck", args.toArray(String[]::new));
    String output = Commands.outputOf(kit);
    assertEquals(0, kit.exitValue(), () -> output);
    for (String driver :
        List.of(
            "amd-iommu",
            "gru",
            "hfi1",
            "hmm",
            "i915",
            "i915 with i915.era=interval",
            "intel-svm",
            "kvm",
            "nouveau")) {
      assertTrue(output.contains("\n" + driver + ": conforms"), () -> driver + " in " + output);
    }
    assertTrue(output.contains("remark: declines where it holds nothing"), output);
  }
}

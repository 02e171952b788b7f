package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mm.it.testdrivers.CarelessDriver;
import mm.it.testdrivers.ForgetfulDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What replay and soak find is saved, and the installed {@code mm conform} repeats it. */
@Timeout(240)
class SavedViolationIT {
  private static final String SAMPLE = Path.of("..", "samples", "git-gc.trace.xz").toString();

  @TempDir Path folder;
  private Commands commands;
  private Path bundles;

  @BeforeEach
  void prepare() throws Exception {
    commands = new Commands(folder);
    bundles = Files.createDirectories(folder.resolve("own"));
    TestBundle.of(ForgetfulDriver.class, "forgetful").write(bundles.resolve("forgetful.jar"));
    TestBundle.of(CarelessDriver.class, "careless").write(bundles.resolve("careless.jar"));
  }

  @AfterEach
  void endThem() {
    commands.close();
  }

  private String run(String name, int exit, String... args) throws Exception {
    Process process = commands.start(name, args);
    String output = Commands.outputOf(process);
    assertEquals(exit, process.exitValue(), () -> output + errors(name));
    return output;
  }

  private String errors(String name) {
    try {
      return commands.errors(name);
    } catch (Exception e) {
      return e.toString();
    }
  }

  private Path saved() {
    return folder.resolve("found.json");
  }

  private void find(String verb, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of(verb, "--save", saved().toString()));
    args.addAll(List.of(more));
    run("find", 1, args.toArray(String[]::new));
    assertTrue(errors("find").contains("repeats: yes"), () -> errors("find"));
  }

  private void assertRepeats(String kindAndRule, int mostSteps) throws Exception {
    String text = Files.readString(saved());
    long steps = text.lines().filter(each -> each.startsWith("{\"op\"")).count();
    assertTrue(steps <= mostSteps, text);
    String output =
        run("repeat", 1, "conform", "--bundles", bundles.toString(), saved().toString());
    assertTrue(output.contains(kindAndRule), output);
    commands.assertNothingLeft();
  }

  @Test
  void shouldRepeatWhatAReplayHasFound() throws Exception {
    find("replay", "--bundles", bundles.toString(), "--drivers", "forgetful", "--json", SAMPLE);
    assertRepeats("stale translation (R1.4): forgetful", 3);
  }

  @Test
  void shouldRepeatWhatASoakHasFoundOfADriver() throws Exception {
    find(
        "soak",
        "--bundles",
        bundles.toString(),
        "--drivers",
        "forgetful",
        "--swaps",
        "4",
        "--updates",
        "0");
    assertRepeats("(R1.4)", 4);
  }

  /** One thread cannot bring it about, so the lab tries all orders of what several did. */
  @Test
  void shouldLetTheLabRepeatWhatNeedsTwoThreads() throws Exception {
    String own = bundles.toString();
    run(
        "find",
        1,
        "soak",
        "--save",
        saved().toString(),
        "--bundles",
        own,
        "--drivers",
        "careless",
        "--swaps",
        "0",
        "--seconds",
        "4",
        "--updates",
        "0");
    assertTrue(errors("find").contains("saved unshrunk"), () -> errors("find"));
    assertTrue(errors("find").contains("repeats: yes, by mm lab run"), () -> errors("find"));
    String scenario = folder.resolve("found.yaml").toString();
    String output = run("repeat", 0, "lab", "run", "--bundles", own, "--story", scenario);
    assertTrue(output.contains("corrupts"), output);
    commands.assertNothingLeft();
  }

  @Test
  void shouldRepeatWhatASoakHasFoundOfANaiveSwap() throws Exception {
    find("soak", "--naive", "--drivers", "kvm", "--swaps", "6", "--updates", "0");
    assertRepeats("unserved access (R4.5)", 3);
  }
}

package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mm.it.testdrivers.CarelessDriver;
import mm.it.testdrivers.ForgetfulDriver;
import mm.it.testdrivers.FragileDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What replay and soak find is saved, and the installed {@code mm conform} repeats it. */
@Timeout(240)
class SavedViolationIT {
  private static final String SAMPLE = Path.of("..", "samples", "git-gc.trace.xz").toString();

  private static final int MOST_SOAKS = 4;

  @TempDir Path folder;
  private Commands commands;
  private Path bundles;

  @BeforeEach
  void prepare() throws Exception {
    commands = new Commands(folder);
    bundles = Files.createDirectories(folder.resolve("own"));
    TestBundle.of(ForgetfulDriver.class, "forgetful").write(bundles.resolve("forgetful.jar"));
    TestBundle.of(CarelessDriver.class, "careless").write(bundles.resolve("careless.jar"));
    TestBundle.of(FragileDriver.class, "fragile")
        .beside(FragileDriver.Neighbour.class, "neighbour")
        .inVersion("1.0.0")
        .write(bundles.resolve("fragile.jar"));
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

  /**
   * Threads of a soak meet in another way each time. Now and then nothing comes of it, or what one
   * thread cannot repeat, which is told; then the next soak finds it.
   */
  private void find(String verb, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of(verb, "--save", saved().toString()));
    args.addAll(List.of(more));
    for (int soaks = 1; !findsWhatRepeats(args); soaks++) {
      assertTrue(soaks < MOST_SOAKS, () -> errors("find"));
    }
  }

  private boolean findsWhatRepeats(List<String> args) throws Exception {
    Process process = commands.start("find", args.toArray(String[]::new));
    String output = Commands.outputOf(process);
    assertTrue(process.exitValue() <= 1, () -> output + errors("find"));
    return process.exitValue() == 1 && errors("find").contains("repeats: yes");
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

  /** Each goes wrong only after that has become of it, or of the other driver of its bundle. */
  @ParameterizedTest
  @CsvSource({
    "swap, 8, 0, driver_swap",
    "start, 40, 0, driver_start",
    "neighbour, 26, 0, driver_quarantine",
    "engine, 4, 1, engine_swap"
  })
  void shouldRepeatWhatASoakHasFoundAfter(String event, int swaps, int engines, String step)
      throws Exception {
    find(
        "soak",
        "--bundles",
        bundles.toString(),
        "--drivers",
        "fragile",
        "--driver-option",
        "fragile.breaks=" + event,
        "--swaps",
        "" + swaps,
        "--engines",
        "" + engines,
        "--updates",
        "0");
    assertTrue(Files.readString(saved()).contains(step), Files.readString(saved()));
    assertRepeats("(R1.4)", 6);
  }

  /** Only the witness notices; it is known to whoever plays the script. */
  @Test
  void shouldRepeatASplitPairOfALyingEngine() throws Exception {
    Path home = LyingEngine.install(folder.resolve("lying"), Commands.HOME);
    try (Commands lying = new Commands(folder, home)) {
      commands = lying;
      find("soak", "--drivers", "kvm", "--swaps", "2", "--updates", "0");
      assertTrue(Files.readString(saved()).contains("\"drivers\":[\"witness\"]"));
      assertRepeats("unbalanced section (R2.4): witness: ", 3);
    }
    commands = new Commands(folder);
    run("mended", 0, "conform", saved().toString());
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
    assertLabRepeats();
  }

  /** Memory comes and goes all the time, and devices use it on threads of their own. */
  private Path recording() throws Exception {
    StringBuilder lines = new StringBuilder("0 p0 execve() = 0\n");
    for (int time = 1; time <= 300; time++) {
      lines.append(time * 200).append(" p0 mmap(0x7f34ed974000,16384,PROT_READ|PROT_WRITE,");
      lines.append("MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0) = 0x7f34ed974000\n");
      lines.append(time * 200 + 100).append(" p0 munmap(0x7f34ed974000,16384) = 0\n");
    }
    return Files.writeString(folder.resolve("loop.trace"), lines);
  }

  @Test
  void shouldLetTheLabRepeatWhatAReplayHasFoundWithDeviceThreads() throws Exception {
    String file = saved().toString();
    List<String> args = new ArrayList<>(List.of("replay", "--save", file, "--drivers", "careless"));
    args.addAll(List.of("--bundles", bundles.toString(), "--device-threads", "2"));
    args.addAll(List.of("--json", recording().toString()));
    run("find", 1, args.toArray(String[]::new));
    assertLabRepeats();
  }

  private void assertLabRepeats() throws Exception {
    assertTrue(errors("find").contains("saved unshrunk"), () -> errors("find"));
    assertTrue(errors("find").contains("repeats: yes, by mm lab run"), () -> errors("find"));
    String scenario = folder.resolve("found.yaml").toString();
    String own = bundles.toString();
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

package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
@Timeout(600)
class SavedViolationIT {
  private static final int SEEDS = 6;

  /** Of this test's time: the rest is for the run that has begun then, and two after it. */
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(600 - 3 * Commands.SECONDS);

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

  /** Whether threads meet, and whether that can be brought about again, is chance, seed by seed. */
  private void find(String verb, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of(verb, "--save", saved().toString()));
    args.addAll(List.of("--bundles", bundles.toString()));
    args.addAll(List.of(more));
    long began = System.nanoTime();
    boolean found = false;
    for (int seed = 1; !found && seed <= SEEDS && isTimeLeft(began); seed++) {
      found = isFound(withSeed(args, seed));
    }
    assertTrue(found, () -> errors("find"));
  }

  private static boolean isTimeLeft(long began) {
    return System.nanoTime() - began < SEARCH_NANOS;
  }

  private boolean isFound(String... args) throws Exception {
    Process process = commands.start("find", args);
    String output = Commands.outputOf(process);
    int exit = process.exitValue();
    assertTrue(exit == 0 || exit == 1, () -> exit + ": " + output + errors("find"));
    return exit == 1 && errors("find").contains("repeats: yes");
  }

  private static String[] withSeed(List<String> args, int seed) {
    List<String> all = new ArrayList<>(args);
    all.addAll(1, List.of("--seed", String.valueOf(seed)));
    return all.toArray(String[]::new);
  }

  /** However many swaps it takes: it ends with the first violation. */
  private void soak(String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("--fail-fast", "--updates", "0"));
    args.addAll(List.of(more));
    find("soak", args.toArray(String[]::new));
  }

  private void assertSmall(int mostSteps) throws Exception {
    String text = Files.readString(saved());
    long steps = text.lines().filter(each -> each.startsWith("{\"op\"")).count();
    assertTrue(steps <= mostSteps, text);
  }

  private void assertRepeats(String kindAndRule, int mostSteps) throws Exception {
    assertSmall(mostSteps);
    String output =
        run("repeat", 1, "conform", "--bundles", bundles.toString(), saved().toString());
    assertTrue(output.contains(kindAndRule), output);
    commands.assertNothingLeft();
  }

  @Test
  void shouldRepeatWhatAReplayHasFound() throws Exception {
    find("replay", "--drivers", "forgetful", "--json", recording(30).toString());
    assertRepeats("stale translation (R1.4): forgetful", 3);
  }

  /** Each goes wrong only after that has become of it, or of the other driver of its bundle. */
  @ParameterizedTest
  @CsvSource({
    "swap, 200, 0, driver_swap",
    "start, 200, 0, driver_start",
    "neighbour, 400, 0, driver_quarantine",
    "engine, 40, 9, engine_swap"
  })
  void shouldRepeatWhatASoakHasFoundAfter(String event, String swaps, String engines, String step)
      throws Exception {
    String breaks = "fragile.breaks=" + event;
    soak("--drivers", "fragile", "--driver-option", breaks, "--swaps", swaps, "--engines", engines);
    String text = Files.readString(saved());
    assertTrue(text.contains(step) && text.contains("R1.4"), text);
    assertSmall(6);
    commands.assertNothingLeft();
  }

  /** Of a version that was swapped out a thread goes on. */
  @Test
  void shouldRepeatAClassLeakThatASoakHasFound() throws Exception {
    String breaks = "fragile.breaks=classes";
    find("soak", "--updates", "0", "--drivers", "fragile", "--driver-option", breaks, "--swaps=3");
    assertTrue(Files.readString(saved()).contains("driver_swap"));
    assertRepeats("class leak (R4.3): fragile 1.0.0 (load 1) is gone", 2);
  }

  /** Only the witness notices; it is known to whoever plays the script. */
  @Test
  void shouldRepeatASplitPairOfALyingEngine() throws Exception {
    Path home = LyingEngine.install(folder.resolve("lying"), Commands.HOME);
    try (Commands lying = new Commands(folder, home)) {
      commands = lying;
      soak("--drivers", "kvm", "--swaps", "20");
      assertTrue(Files.readString(saved()).contains("\"drivers\":[\"witness\"]"));
      assertRepeats("unbalanced section (R2.4): witness: ", 3);
    }
    commands = new Commands(folder);
    run("mended", 0, "conform", saved().toString());
  }

  /** One thread cannot bring it about, so the lab tries all orders of what several did. */
  @Test
  void shouldLetTheLabRepeatWhatNeedsTwoThreads() throws Exception {
    soak("--drivers", "careless", "--swaps", "0", "--seconds", "60");
    assertLabRepeats();
  }

  /** Wrong only when another thread takes memory away in the midst of a swap. */
  @Test
  void shouldLetTheLabRepeatWhatNeedsAThreadInsideOfASwap() throws Exception {
    String breaks = "fragile.breaks=takeover";
    soak("--drivers", "fragile", "--driver-option", breaks, "--swaps", "400");
    assertSavedForTheLab();
    String scenario = Files.readString(folder.resolve("found.yaml"));
    assertTrue(scenario.contains("swap fragile fragile-next"), scenario);
  }

  /** Memory comes and goes all the time, and devices use it on threads of their own. */
  private Path recording(int times) throws Exception {
    StringBuilder lines = new StringBuilder("0 p0 execve() = 0\n");
    for (int time = 1; time <= times; time++) {
      lines.append(time * 200).append(" p0 mmap(0x7f34ed974000,16384,PROT_READ|PROT_WRITE,");
      lines.append("MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0) = 0x7f34ed974000\n");
      lines.append(time * 200 + 100).append(" p0 munmap(0x7f34ed974000,16384) = 0\n");
    }
    return Files.writeString(folder.resolve("loop.trace"), lines);
  }

  @Test
  void shouldLetTheLabRepeatWhatAReplayHasFoundWithDeviceThreads() throws Exception {
    String recording = recording(4000).toString();
    find("replay", "--drivers", "careless", "--device-threads", "2", "--json", recording);
    assertSavedForTheLab();
    commands.assertNothingLeft();
  }

  private void assertLabRepeats() throws Exception {
    assertSavedForTheLab();
    String scenario = folder.resolve("found.yaml").toString();
    String own = bundles.toString();
    String output = run("repeat", 0, "lab", "run", "--bundles", own, "--story", scenario);
    assertTrue(output.contains("corrupts"), output);
    commands.assertNothingLeft();
  }

  private void assertSavedForTheLab() {
    assertTrue(errors("find").contains("saved unshrunk"), () -> errors("find"));
    assertTrue(errors("find").contains("repeats: yes, by mm lab run"), () -> errors("find"));
  }

  @Test
  void shouldRepeatWhatASoakHasFoundOfANaiveSwap() throws Exception {
    soak("--naive", "--drivers", "kvm", "--swaps", "100");
    assertRepeats("unserved access (R4.5)", 3);
  }
}

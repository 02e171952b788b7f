package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ViolationFileTest {
  /** A verb with the option. */
  @Command
  static final class Verb {
    @Mixin private ViolationFile violation = new ViolationFile();
  }

  @TempDir Path home;
  private final List<String> started = new ArrayList<>();
  private final Map<String, Object> options = new HashMap<>();
  private final Captured console = new Captured();
  private int childExit;

  @BeforeEach
  void installJar() throws Exception {
    Files.createFile(Files.createDirectories(home.resolve("lib/conform")).resolve("a.jar"));
  }

  private ViolationFile given(String... args) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(args);
    verb.violation.addTo(options);
    return verb.violation;
  }

  private void shrink(ViolationFile violation) {
    PlainJvm.Starter starter =
        (command, output) -> {
          started.addAll(command);
          return childExit;
        };
    violation.shrink(new PlainJvm(starter, new Distribution(home)), console.console(""), List.of());
  }

  private Path saved() {
    return home.resolve("found.json");
  }

  private Path raw() {
    return (Path) options.get("save");
  }

  @Test
  void shouldLetConformShrinkWhatTheVerbHasWritten() throws Exception {
    ViolationFile violation = given("--save", saved().toString());
    Files.writeString(raw(), "steps");
    shrink(violation);
    List<String> arguments = started.subList(started.indexOf("--shrink"), started.size());
    assertEquals(
        List.of(
            "--shrink",
            "--save",
            saved().toString(),
            "--scenario",
            raw().resolveSibling("threads.yaml").toString(),
            "--",
            raw().toString()),
        arguments);
    assertFalse(Files.exists(raw().getParent()), "nothing is left behind");
  }

  @Test
  void shouldStartNothingWhenNothingWasWritten() {
    shrink(given("--save", saved().toString()));
    assertEquals(List.of(), started);
    assertFalse(Files.exists(raw().getParent()), "nothing is left behind");
  }

  @Test
  void shouldLetTheLabTryAllOrdersOfWhatDependsOnThreads() throws Exception {
    Files.createFile(Files.createDirectories(home.resolve("lib/lab")).resolve("b.jar"));
    ViolationFile violation = given("--save", saved().toString());
    Files.writeString(raw(), "steps");
    Path threads = Files.writeString(raw().resolveSibling("threads.yaml"), "scenario");
    childExit = ExitCode.FINDINGS;
    shrink(violation);
    List<String> lab = started.subList(started.indexOf("mm.lab.cli.Main"), started.size());
    String scenario = home.resolve("found.yaml").toString();
    assertEquals(
        List.of("mm.lab.cli.Main", "run", "--save", scenario, "--", threads.toString()),
        lab.subList(0, 6));
    assertFalse(Files.exists(threads.getParent()), "nothing is left behind");
  }

  @Test
  void shouldKeepAllOfItWhenItCannotBePlayed() throws Exception {
    ViolationFile violation = given("--save", saved().toString());
    Files.writeString(raw(), "steps");
    childExit = ExitCode.UNUSABLE;
    shrink(violation);
    assertEquals("steps", Files.readString(saved()));
    assertTrue(console.err().contains("unshrunk"), console.err());
  }

  @Test
  void shouldRefuseAFileThatCannotBeMadeBeforeAnythingRuns() {
    String nowhere = home.resolve("no/such/found.json").toString();
    assertThrows(Problem.class, () -> given("--save", nowhere));
    assertThrows(Problem.class, () -> given("--save", home.toString()));
  }

  @Test
  void shouldSaveNothingWithoutTheOption() {
    shrink(given());
    assertEquals(Map.of(), options);
    assertEquals(List.of(), started);
  }
}

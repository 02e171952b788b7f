package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TckCommandTest {
  @TempDir Path home;
  private final List<String> started = new ArrayList<>();
  private int childExit;

  @BeforeEach
  void installJar() throws Exception {
    Files.createFile(Files.createDirectories(home.resolve("lib/tck")).resolve("a.jar"));
  }

  private int run(String terminals, String... args) {
    PlainJvm.Starter starter =
        (command, output) -> {
          started.addAll(command);
          return childExit;
        };
    PlainJvm jvm = new PlainJvm(starter, new Distribution(home));
    return new CommandLine(new TckCommand(jvm, new Captured().console(terminals))).execute(args);
  }

  private List<String> arguments() {
    return started.subList(started.indexOf("mm.tck.run.Main") + 1, started.size());
  }

  @Test
  void shouldHandItsOptionsOver() {
    run("012", "a.jar", "--json", "--patience", "7", "--junit", "a.xml", "b.jar");
    assertEquals(
        "--patience 7 --json --junit a.xml --progress -- a.jar b.jar",
        String.join(" ", arguments()));
  }

  @Test
  void shouldAnswerWhatTheProgramAnswers() {
    for (int exit : new int[] {ExitCode.OK, ExitCode.FINDINGS, ExitCode.UNUSABLE}) {
      childExit = 180 + exit;
      assertEquals(exit, run("", "a.jar"));
    }
  }

  @Test
  void shouldNotTakeADriversExitForTheKits() {
    assertEquals(ExitCode.FINDINGS, run("", "a.jar"));
    childExit = 130;
    assertEquals(130, run("", "a.jar"), "interrupted");
  }

  @Test
  void shouldHaveSomePatience() {
    assertEquals(ExitCode.UNUSABLE, run("", "--patience", "0", "a.jar"));
    assertEquals(List.of(), started);
    run("", "a.jar");
    assertEquals("--patience 3 -- a.jar", String.join(" ", arguments()));
  }

  @Test
  void shouldWantABundle() {
    assertEquals(ExitCode.UNUSABLE, run(""));
    assertEquals(List.of(), started);
  }
}

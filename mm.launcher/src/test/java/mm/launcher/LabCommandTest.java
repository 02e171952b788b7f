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

class LabCommandTest {
  @TempDir Path home;
  private final List<String> started = new ArrayList<>();
  private int childExit;

  @BeforeEach
  void installJar() throws Exception {
    Files.createFile(Files.createDirectories(home.resolve("lib/lab")).resolve("a.jar"));
  }

  private int run(String terminals, String... args) {
    PlainJvm.Starter starter =
        (command, output) -> {
          started.addAll(command);
          return childExit;
        };
    PlainJvm jvm = new PlainJvm(starter, new Distribution(home));
    return new CommandLine(new LabCommand(jvm, new Captured().console(terminals)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
  }

  private List<String> arguments() {
    return started.subList(started.indexOf("mm.lab.cli.Main") + 1, started.size());
  }

  @Test
  void shouldHandItsOptionsOver() {
    run("012", "run", "a", "--generations", "paired,ours", "--seed", "7", "--json", "b.yaml");
    assertEquals(
        List.of(
            "run",
            "--generations",
            "paired,ours",
            "--seed",
            "7",
            "--json",
            "--progress",
            "--",
            "a",
            "b.yaml"),
        arguments());
  }

  @Test
  void shouldAnswerWhatTheProgramAnswers() {
    for (int exit : new int[] {ExitCode.OK, ExitCode.FINDINGS, ExitCode.UNUSABLE}) {
      childExit = exit;
      assertEquals(exit, run("", "list"));
    }
  }

  @Test
  void shouldWantAnActionAndWhatItNeeds() {
    assertEquals(ExitCode.UNUSABLE, run(""));
    assertEquals(ExitCode.UNUSABLE, run("", "guess"));
    assertEquals(ExitCode.UNUSABLE, run("", "show"));
    assertEquals(ExitCode.UNUSABLE, run("", "diff", "a", "paired"));
    assertEquals(List.of(), started);
  }
}

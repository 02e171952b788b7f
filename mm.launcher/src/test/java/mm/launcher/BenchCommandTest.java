package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
  @TempDir Path home;
  private final List<String> started = new ArrayList<>();
  private final StringWriter errors = new StringWriter();
  private int childExit;

  @BeforeEach
  void installJars() throws Exception {
    Path folder = Files.createDirectories(home.resolve("lib/bench"));
    Files.createFile(folder.resolve("b.jar"));
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve("notes.txt"));
  }

  private int run(String... args) {
    PlainJvm.Starter starter =
        (command, output) -> {
          started.addAll(command);
          return childExit;
        };
    return new CommandLine(new BenchCommand(new PlainJvm(starter, new Distribution(home))))
        .setErr(new PrintWriter(errors, true))
        .execute(args);
  }

  @Test
  void shouldStartTheSuiteInAJvmOfItsOwn() {
    assertEquals(ExitCode.OK, run());
    Path folder = home.resolve("lib/bench").toAbsolutePath();
    String classPath = folder.resolve("a.jar") + File.pathSeparator + folder.resolve("b.jar");
    assertTrue(started.get(0).startsWith(System.getProperty("java.home")), started.get(0));
    List<String> end = started.subList(started.size() - 3, started.size());
    assertEquals(List.of("-cp", classPath, "mm.bench.Main"), end);
  }

  @Test
  void shouldHandItsOptionsOver() {
    run("--quick", "--json", "--list", "--filter", "list pair|k=1");
    assertEquals(
        List.of("--quick", "--json", "--list", "--filter", "list pair|k=1"),
        started.subList(started.indexOf("mm.bench.Main") + 1, started.size()));
  }

  @Test
  void shouldAnswerWhatTheSuiteAnswers() {
    for (int exit : new int[] {ExitCode.OK, ExitCode.FINDINGS, ExitCode.UNUSABLE}) {
      childExit = exit;
      assertEquals(exit, run());
    }
  }

  @Test
  void shouldRefuseABadExpressionInOneLineWithoutStarting() {
    Captured console = new Captured();
    int exit = Cli.create(console.console(""), new StubHost()).run("bench", "--filter", "[");
    assertEquals(ExitCode.UNUSABLE, exit);
    assertTrue(console.err().startsWith("mm: --filter [: Unclosed"), console.err());
    assertEquals(2, console.err().lines().count(), console.err());
  }

  @Test
  void shouldTellThatTheInstallationHasNoBenchmarks() throws Exception {
    for (String file : List.of("lib/bench/a.jar", "lib/bench/b.jar", "lib/bench/notes.txt")) {
      Files.delete(home.resolve(file));
    }
    Files.delete(home.resolve("lib/bench"));
    run();
    assertEquals(List.of(), started);
    assertTrue(errors.toString().contains("has no bench"), errors.toString());
  }
}

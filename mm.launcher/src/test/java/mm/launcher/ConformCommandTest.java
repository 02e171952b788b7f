package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConformCommandTest {
  @TempDir Path home;
  private final List<String> started = new ArrayList<>();
  private int childExit;

  @BeforeEach
  void installJar() throws Exception {
    Files.createFile(Files.createDirectories(home.resolve("lib/conform")).resolve("a.jar"));
  }

  private int run(String terminals, String... args) {
    PlainJvm.Starter starter =
        (command, output) -> {
          started.addAll(command);
          return childExit;
        };
    PlainJvm jvm = new PlainJvm(starter, new Distribution(home));
    Console console = new Captured().console(terminals);
    return new CommandLine(new ConformCommand(jvm, console)).execute(args);
  }

  private List<String> arguments() {
    return started.subList(started.indexOf("mm.conform.Main") + 1, started.size());
  }

  @Test
  void shouldStartTheProgramOnItsOwnClassPath() {
    run("", "a.json");
    Path jar = home.resolve("lib/conform/a.jar").toAbsolutePath();
    assertTrue(started.contains(jar.toString()), started.toString());
    assertEquals(List.of("--", "a.json"), arguments());
  }

  @Test
  void shouldHandItsOptionsOver() {
    run(
        "012",
        "a.json",
        "--family",
        "thp,fork",
        "--level",
        "core",
        "--kernel",
        "5.12",
        "--json",
        "--diff",
        "b.json");
    assertEquals(
        List.of(
            "--family",
            "thp",
            "--family",
            "fork",
            "--level",
            "core",
            "--kernel",
            "5.12",
            "--json",
            "--diff",
            "--progress",
            "--",
            "a.json",
            "b.json"),
        arguments());
  }

  @Test
  void shouldPassRandomScriptsOnWithoutAFile() {
    run("", "--random", "--seed", "7", "--steps", "10", "--save", "x.json");
    assertEquals(
        List.of("--random", "--seed", "7", "--steps", "10", "--save", "x.json", "--"), arguments());
  }

  @Test
  void shouldNameOwnBundlesBeforeThoseOfTheInstallation() throws Exception {
    Path own = Files.createFile(Files.createDirectories(home.resolve("own")).resolve("mine.jar"));
    Path deployed =
        Files.createFile(Files.createDirectories(home.resolve("deploy")).resolve("kvm.jar"));
    run("", "--bundles", own.getParent().toString(), "--shrink", "--seconds", "5", "a.json");
    assertEquals(
        List.of(
            "--bundle",
            own.toAbsolutePath().toString(),
            "--bundle",
            deployed.toAbsolutePath().toString(),
            "--shrink",
            "--seconds",
            "5",
            "--",
            "a.json"),
        arguments());
  }

  @Test
  void shouldAnswerWhatTheProgramAnswers() {
    for (int exit : new int[] {ExitCode.OK, ExitCode.FINDINGS, ExitCode.UNUSABLE}) {
      childExit = exit;
      assertEquals(exit, run("", "a.json"));
    }
  }

  @Test
  void shouldWantAFile() {
    assertEquals(ExitCode.UNUSABLE, run(""));
    assertEquals(List.of(), started);
  }

  @Test
  void shouldPassTheUsersJvmOptionsOn() {
    assertEquals(List.of("-Xmx1g", "-ea"), ConformCommand.jvmOptions(" -Xmx1g  -ea "));
    assertEquals(List.of("-XX:+UseSerialGC"), ConformCommand.jvmOptions(null));
    assertEquals(List.of("-XX:+UseSerialGC", "-Xint"), ConformCommand.jvmOptions("", "-Xint"));
    assertEquals(List.of("-ea"), ConformCommand.jvmOptions("-ea", "-Xint"), "the user's choice");
  }
}

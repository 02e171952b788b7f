package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Both scripts, with a Java and a Maven that only tell how they were called. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {
  private static final Path ROOT = Path.of("..");

  @TempDir Path folder;
  private Path clone;
  private Path jdk;
  private Path tools;

  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void layOut() throws Exception {
    clone = Files.createDirectories(folder.resolve("a clone"));
    jdk = folder.resolve("jdk");
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(ROOT.resolve("mm"), clone.resolve("mm"));
    Files.createFile(clone.resolve("pom.xml"));
    Files.createDirectories(clone.resolve("mm.x/src/main"));
    Files.createDirectories(clone.resolve("mm.dist/src/main/dist/bin"));
    Path script = clone.resolve("mm.dist/src/main/dist/bin/mm");
    Files.copy(ROOT.resolve("mm.dist/src/main/dist/bin/mm"), script);
    script(jdk.resolve("bin/java"), "printf '%s\\n' \"$@\"");
    javaIs("17.0.15");
    script(
        tools.resolve("mvn"),
        "echo \"mvn $*\"; mkdir -p mm.dist/target/mm; cp -r mm.dist/src/main/dist/bin mm.dist/target/mm");
    age(clone);
  }

  private static void script(Path file, String body) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private void javaIs(String version) throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  /** Makes the sources older than anything that the test does next. */
  private static void age(Path clone) throws Exception {
    FileTime old = FileTime.from(Instant.now().minusSeconds(60));
    try (var files = Files.walk(clone)) {
      for (Path each : files.toList()) {
        Files.setLastModifiedTime(each, old);
      }
    }
  }

  /** Makes the build older than anything that comes next, however coarse the clock of files is. */
  private void ageBuild() throws Exception {
    Files.setLastModifiedTime(
        clone.resolve("mm.dist/target/mm.built"), FileTime.from(Instant.now().minusSeconds(30)));
  }

  private Outcome run(Path script, Map<String, String> environment, String... args)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("MM_") || key.contains("JAVA"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    builder.redirectError(folder.resolve("err").toFile());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes());
    return new Outcome(process.waitFor(), out, Files.readString(folder.resolve("err")));
  }

  private Outcome run(String... args) throws Exception {
    return run(clone.resolve("mm"), Map.of(), args);
  }

  @Test
  void shouldBuildOnFirstUseAndSayItOnStandardErrorOnly() throws Exception {
    Outcome first = run("drivers", "two words");
    assertEquals(0, first.exit(), first.err());
    assertTrue(first.err().contains("for the first time") && first.err().contains("mvn -q"));
    assertFalse(first.out().contains("mvn"), first.out());
    assertTrue(first.out().endsWith("mm.launcher.Main\ndrivers\ntwo words\n"), first.out());
  }

  @Test
  void shouldReadAnyFileNameWithoutALocale() throws Exception {
    script(jdk.resolve("bin/java"), "echo \"$LC_ALL\"");
    assertEquals("C.UTF-8\n", run(clone.resolve("mm"), Map.of("LC_ALL", "C")).out());
    assertEquals("de_DE\n", run(clone.resolve("mm"), Map.of("LC_ALL", "de_DE")).out());
  }

  @Test
  void shouldNotBuildAgainUntilASourceChanges() throws Exception {
    run("drivers");
    assertEquals("", run("drivers").err());
    ageBuild();
    Files.createFile(clone.resolve("mm.x/src/main/New.java"));
    assertTrue(run("drivers").err().contains("sources have changed"));
    assertEquals("", run("drivers").err());
  }

  @Test
  void shouldNoticeADeletedSource() throws Exception {
    Path source = Files.createFile(clone.resolve("mm.x/src/main/Old.java"));
    age(clone);
    run("drivers");
    ageBuild();
    Files.delete(source);
    assertTrue(run("drivers").err().contains("sources have changed"));
  }

  @Test
  void shouldBuildOnceForTwoThatStartTogether() throws Exception {
    script(
        tools.resolve("mvn"),
        "echo built >> ../builds; sleep 0.3; mkdir -p mm.dist/target/mm;"
            + " cp -r mm.dist/src/main/dist/bin mm.dist/target/mm");
    List<Thread> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ProcessBuilder builder = new ProcessBuilder(clone.resolve("mm").toString());
      builder.environment().put("JAVA_HOME", jdk.toString());
      builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("out" + i).toFile());
      Process process = builder.start();
      both.add(new Thread(() -> process.onExit().join()));
    }
    both.forEach(Thread::start);
    for (Thread each : both) {
      each.join();
    }
    assertEquals("built\n", Files.readString(folder.resolve("builds")));
  }

  @Test
  void shouldTellThatTheBuildFailed() throws Exception {
    script(tools.resolve("mvn"), "exit 1");
    Outcome failed = run("drivers");
    assertEquals(70, failed.exit());
    assertTrue(failed.err().endsWith("mm: the build failed\n"), failed.err());
  }

  @Test
  void shouldNotBuildWhenToldSo() throws Exception {
    Outcome refused = run(clone.resolve("mm"), Map.of("MM_NO_BUILD", "1"));
    assertEquals(70, refused.exit());
    assertFalse(refused.err().contains("mvn -q"), refused.err());
  }

  @Test
  void shouldRunThroughALinkFromAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a clone/mm"));
    Path second = Files.createSymbolicLink(tools.resolve("mm"), link);
    Outcome outcome = run(second, Map.of(), "--version");
    assertEquals(0, outcome.exit(), outcome.err());
    assertTrue(
        outcome.out().contains("-Dmm.home=" + clone.toRealPath() + "/mm.dist/target/mm\n"),
        outcome.out());
  }

  @Test
  void shouldRefuseAnOldJava() throws Exception {
    for (String old : List.of("11.0.2", "1.8.0_402")) {
      javaIs(old);
      Outcome refused = run("drivers");
      assertEquals(70, refused.exit());
      assertTrue(refused.err().contains("needs Java 17 or newer"), refused.err());
    }
  }

  @Test
  void shouldRefuseAWrongJavaHome() throws Exception {
    Outcome refused = run(clone.resolve("mm"), Map.of("JAVA_HOME", "/no/such"), "drivers");
    assertEquals(70, refused.exit());
    assertTrue(refused.err().contains("JAVA_HOME=/no/such"), refused.err());
  }

  @Test
  void shouldSilenceNewJavasWithOptionsThatOldOnesDoNotKnow() throws Exception {
    assertFalse(run("x").out().contains("--sun-misc-unsafe"));
    javaIs("25.0.3");
    assertTrue(run("x").out().contains("--sun-misc-unsafe-memory-access=allow\n"));
  }

  @Test
  void shouldPassTheUsersOptionsAndLetTheirCollectorWin() throws Exception {
    String own =
        run(clone.resolve("mm"), Map.of("MM_JAVA_OPTS", "-Xmx512m -XX:+UseZGC"), "x").out();
    assertTrue(own.contains("-Xmx512m\n-XX:+UseZGC\n"), own);
    assertFalse(own.contains("UseSerialGC"), own);
    assertTrue(run("x").out().contains("UseSerialGC"));
  }
}

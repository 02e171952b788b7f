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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The installed {@code mm} as a user starts it: another process. */
@DisabledOnOs(OS.WINDOWS)
class CommandIT {
  private static final Path SCRIPT =
      Path.of(System.getProperty("mm.home")).toAbsolutePath().normalize().resolve("bin/mm");
  private static final long SECONDS = 60;

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endThem() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start(String name, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MM_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary());
    builder.environment().remove("MM_LOG");
    builder.redirectError(file(name + ".err"));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private File file(String name) {
    return folder.resolve(name).toFile();
  }

  private Path temporary() throws Exception {
    return Files.createDirectories(folder.resolve("tmp"));
  }

  private static String outputOf(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
    return output;
  }

  private void assertNothingLeft() throws Exception {
    try (Stream<Path> left = Files.list(temporary())) {
      assertEquals(
          List.of(), left.filter(each -> each.getFileName().toString().startsWith("mm-")).toList());
    }
  }

  @Test
  void shouldPrintTheDriversAsOneJsonObjectWithSeveralRunningAtOnce() throws Exception {
    List<Process> both = List.of(start("1", "drivers", "--json"), start("2", "drivers", "--json"));
    for (Process each : both) {
      String output = outputOf(each);
      assertEquals(0, each.exitValue(), output);
      assertIsOneObject(output);
      assertTrue(output.contains("\"kvm\""), output);
    }
    assertEquals("", Files.readString(folder.resolve("1.err")));
    assertNothingLeft();
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
    Process run = start("run", "run");
    BufferedReader output = run.inputReader();
    String ready = output.readLine();
    assertTrue(ready.matches("ready: ([1-9]\\d*) of \\1 drivers admitted"), ready);
    run.destroy();
    assertTrue(run.waitFor(SECONDS, TimeUnit.SECONDS));
    assertEquals(128 + 15, run.exitValue());
    assertNothingLeft();
  }

  @Test
  void shouldRefuseAMissingFileWithOneLine() throws Exception {
    Process replay = start("bad", "replay", folder.resolve("none.xz").toString());
    assertEquals("", outputOf(replay));
    String errors = Files.readString(folder.resolve("bad.err"));
    assertEquals(2, replay.exitValue(), errors);
    assertTrue(errors.contains("none.xz"), errors);
    assertFalse(errors.contains("\tat "), errors);
  }
}

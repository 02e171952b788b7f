package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the installed {@code mm} as a user does: as other processes. */
final class Commands implements AutoCloseable {
  /** How long a process may take. */
  static final long SECONDS = 120;

  /** Options of a JVM that lives for seconds. */
  static final String SHORT_LIVED = System.getProperty("mm.shortLived");

  static final Path HOME = Path.of(System.getProperty("mm.home")).toAbsolutePath().normalize();

  private final Path home;
  private final Path folder;
  private final Path temporary;
  private final Map<String, String> variables = new HashMap<>();
  private final List<Process> processes = new ArrayList<>();

  Commands(Path folder) throws IOException {
    this(folder, HOME);
  }

  /** Those of another installation. */
  Commands(Path folder, Path home) throws IOException {
    this.home = home;
    this.folder = folder;
    temporary = Files.createDirectories(folder.resolve("tmp"));
  }

  /** Sets a variable of the environment of those started from now on. */
  void set(String variable, String value) {
    variables.put(variable, value);
  }

  /** Starts one; what it writes to standard error is in {@link #errors}. */
  Process start(String name, String... args) throws IOException {
    return start(ProcessBuilder.Redirect.PIPE, name, args);
  }

  /** Starts one whose standard output goes somewhere. */
  Process start(ProcessBuilder.Redirect out, String name, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/mm").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MM_JAVA_OPTS", SHORT_LIVED + " -Djava.io.tmpdir=" + temporary);
    builder.environment().remove("MM_LOG");
    builder.environment().putAll(variables);
    builder.redirectError(folder.resolve(name + ".err").toFile());
    builder.redirectOutput(out);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  String errors(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"));
  }

  /** All its standard output, after its end. */
  static String outputOf(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
    return output;
  }

  /** No temporary folder is left. */
  void assertNothingLeft() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(
          List.of(), left.filter(each -> each.getFileName().toString().startsWith("mm-")).toList());
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}

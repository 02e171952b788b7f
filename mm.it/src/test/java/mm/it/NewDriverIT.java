package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds what {@code mm new-driver} writes, as its author would: by Maven, alone, with nothing of
 * mm but the installation. All kinds in one Maven run, to save time.
 */
@DisabledOnOs(OS.WINDOWS)
class NewDriverIT {
  private static final List<String> KINDS = List.of("list", "interval", "secondary-tlb");
  private static final Path HOME =
      Path.of(System.getProperty("mm.home")).toAbsolutePath().normalize();
  private static final Path MAVEN = Path.of(System.getProperty("mm.maven"), "bin", "mvn");
  private static final Path LOCAL = Path.of(System.getProperty("mm.localRepository"));

  @TempDir Path folder;

  private int run(String name, Path command, List<String> args) throws Exception {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", Commands.SHORT_LIVED);
    builder.environment().put("MM_JAVA_OPTS", Commands.SHORT_LIVED);
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> read(log(name)));
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void shouldWriteDriversThatBuildVerifyAndConformAsTheyStand() throws Exception {
    Path mm = HOME.resolve("bin/mm");
    for (String kind : KINDS) {
      List<String> args = List.of("new-driver", "new-" + kind, "--kind", kind);
      assertEquals(0, run(kind, mm, args), () -> read(log(kind)));
    }
    build();
    for (String command : List.of("verify", "tck")) {
      List<String> args = new ArrayList<>(List.of(command));
      KINDS.forEach(kind -> args.add("new-" + kind + "/target/new-" + kind + ".jar"));
      assertEquals(0, run(command, mm, args), () -> read(log(command)));
    }
    String verdicts = read(log("tck"));
    KINDS.forEach(kind -> assertTrue(verdicts.contains("\nnew-" + kind + ": conforms"), verdicts));
  }

  private void build() throws Exception {
    StringBuilder modules = new StringBuilder();
    KINDS.forEach(kind -> modules.append("<module>new-").append(kind).append("</module>"));
    Files.writeString(
        folder.resolve("pom.xml"),
        "<project><modelVersion>4.0.0</modelVersion><groupId>all</groupId><artifactId>all</artifactId>"
            + "<version>1</version><packaging>pom</packaging><modules>"
            + modules
            + "</modules></project>");
    List<String> args =
        List.of(
            "-o",
            "-B",
            "-q",
            "-Daether.offline.protocols=file",
            "-Dmaven.repo.local=" + repositoryWithoutMm(),
            "verify");
    assertEquals(0, run("maven", MAVEN, args), () -> read(log("maven")));
    for (String kind : KINDS) {
      Path results = folder.resolve("new-" + kind).resolve("target/surefire-reports");
      assertTrue(Files.isDirectory(results), "no tests were run: " + results);
    }
  }

  /** The libraries and plugins that this build has used itself, and nothing of mm. */
  private Path repositoryWithoutMm() throws IOException {
    Path repository = Files.createDirectory(folder.resolve("m2"));
    try (Stream<Path> groups = Files.list(LOCAL)) {
      for (Path each : groups.filter(group -> !group.endsWith("mm")).toList()) {
        Files.createSymbolicLink(repository.resolve(each.getFileName()), each);
      }
    }
    return repository;
  }
}

package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What it writes is built by {@code NewDriverIT} in mm.it. */
class NewDriverCommandTest {
  @TempDir Path here;
  private final Captured captured = new Captured();
  private Problem refused;

  private int run(String... args) {
    Distribution installed = new Distribution(Path.of("/opt/mm"));
    NewDriverCommand command = new NewDriverCommand(captured.console(""), installed, here);
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              refused = (Problem) failure;
              return refused.exitCode();
            })
        .execute(args);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.walk(here)) {
      return files.filter(Files::isRegularFile).map(here::relativize).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteAProjectWithNothingLeftToPutIn(DriverKind kind) throws Exception {
    assertEquals(0, run("my-nic", "--kind", kind.toString()));
    assertEquals(
        List.of(
            "my-nic/README.md",
            "my-nic/bnd.bnd",
            "my-nic/pom.xml",
            "my-nic/src/main/java/drivers/mynic/MyNicDevice.java",
            "my-nic/src/main/java/drivers/mynic/MyNicDriver.java",
            "my-nic/src/main/java/drivers/mynic/MyNicNotifier.java",
            "my-nic/src/main/java/drivers/mynic/Translations.java",
            "my-nic/src/main/java/drivers/mynic/Translator.java",
            "my-nic/src/main/resources/META-INF/services/mm.spi.NotifierDriver",
            "my-nic/src/test/java/drivers/mynic/MyNicConformanceTest.java"),
        files().stream().map(Path::toString).toList());
    for (Path each : files()) {
      String text = Files.readString(here.resolve(each));
      assertFalse(text.matches("(?s).*%[A-Z_]+%.*"), () -> each + ": " + text);
    }
  }

  @Test
  void shouldTellWhatItWroteAndWhatComesNext() {
    run("my-nic");
    assertTrue(captured.out().contains("MyNicDriver.java"), captured.out());
    assertTrue(captured.out().contains("mvn verify"), captured.out());
  }

  @Test
  void shouldNameTheInstallationAndItsVersionInThePom() throws Exception {
    run("my-nic");
    String pom = Files.readString(here.resolve("my-nic/pom.xml"));
    String home = Path.of("/opt/mm").toAbsolutePath().normalize().toString();
    assertTrue(pom.contains("<mm.home>" + home + "</mm.home>"), pom);
    assertTrue(pom.contains("<mm.version>" + BuildInfo.version() + "</mm.version>"), pom);
    assertTrue(pom.contains("${mm.home}/repository"), pom);
  }

  @Test
  void shouldLeaveAFolderThatExistsAlone() throws Exception {
    Files.createDirectory(here.resolve("my-nic"));
    assertEquals(ExitCode.UNUSABLE, run("my-nic"));
    assertTrue(refused.getMessage().contains("exists already"), refused.getMessage());
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"My", "1a", "a_b", "a--b", "-a", "a-", "a/b", "../a", "", "a b", "class", "n-e-w"})
  void shouldRefuseANameThatCannotBeOne(String name) throws Exception {
    assertEquals(ExitCode.UNUSABLE, run("--", name));
    assertTrue(refused.getMessage().contains("'" + name + "'"), refused.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void shouldRefuseAnUnknownKind() throws Exception {
    assertEquals(ExitCode.UNUSABLE, run("my-nic", "--kind", "tree"));
    assertEquals(List.of(), files());
  }
}

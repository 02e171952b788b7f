package mm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VerifyCommandTest {
  /** Under which a stand-in for a class of the verifier finds what it shall do. */
  private static final String VERB = "mm.test.verb";

  private static final String STAND_IN =
      """
      package mm.verify.verb;
      import java.util.Map;
      import java.util.function.ToIntFunction;
      public class NAME implements ToIntFunction<Map<String, Object>> {
        @SuppressWarnings("unchecked")
        public int applyAsInt(Map<String, Object> options) {
          Object verb = System.getProperties().get("mm.test.verb");
          return ((ToIntFunction<Map<String, Object>>) verb).applyAsInt(options);
        }
      }
      """;

  @TempDir Path home;
  private final Captured captured = new Captured();
  private String terminals = "";
  private Map<String, Object> seen;

  private int run(int answer, String... args) throws Exception {
    install("VerifyVerb");
    install("ExplainVerb");
    ToIntFunction<Map<String, Object>> verb =
        options -> {
          seen = options;
          return answer;
        };
    System.getProperties().put(VERB, verb);
    Console console = captured.console(terminals);
    LibraryVerbs verbs = new LibraryVerbs(new Distribution(home));
    return new CommandLine(new MmCommand())
        .addSubcommand(new VerifyCommand(console, verbs))
        .addSubcommand(new ExplainCommand(console, verbs))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args);
  }

  /** A jar that no other class loader knows: what runs was found in lib/verify. */
  private void install(String name) throws Exception {
    Path folder = Files.createDirectories(home.resolve("lib/verify"));
    Path source = Files.createDirectories(home.resolve("src")).resolve(name + ".java");
    Files.writeString(source, STAND_IN.replace("NAME", name));
    Path classes = Files.createDirectories(home.resolve("classes-" + name));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), "-proc:none", source.toString());
    assertEquals(0, failed);
    String entry = "mm/verify/verb/" + name + ".class";
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve(name + ".jar")))) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(Files.readAllBytes(classes.resolve(entry)));
    }
  }

  @AfterEach
  void forget() {
    System.getProperties().remove(VERB);
  }

  @Test
  void shouldHandTheOptionsOverAsJdkTypes() throws Exception {
    assertEquals(
        ExitCode.FINDINGS,
        run(
            1,
            "verify",
            "a.jar",
            "dir",
            "--strict",
            "--policy",
            "(a=b)",
            "--policy",
            "(c=d)",
            "--format",
            "SARIF",
            "--output",
            "out.sarif"));
    assertEquals(List.of("a.jar", "dir"), seen.get("paths"));
    assertEquals(List.of("(a=b)", "(c=d)"), seen.get("policies"));
    assertEquals(true, seen.get("strict"));
    assertEquals("sarif", seen.get("format"));
    assertEquals("out.sarif", seen.get("output"));
  }

  @Test
  void shouldLeaveOutWhatTheVerifierShallDecide() throws Exception {
    assertEquals(ExitCode.OK, run(0, "verify", "a.jar"));
    assertEquals("text", seen.get("format"));
    assertEquals(false, seen.get("strict"));
    assertTrue(!seen.containsKey("output"));
  }

  @Test
  void shouldShowProgressOnATerminalAndBesideNothingForPrograms() throws Exception {
    run(0, "verify", "a.jar");
    assertEquals(false, seen.get("progress"));
    terminals = "12";
    run(0, "verify", "a.jar");
    assertEquals(true, seen.get("progress"));
    run(0, "verify", "a.jar", "--format", "json");
    assertEquals(false, seen.get("progress"));
    run(0, "verify", "a.jar", "--format", "json", "--output", "report.json");
    assertEquals(true, seen.get("progress"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldAnswerWhatTheVerifierAnswers(int answer) throws Exception {
    assertEquals(answer, run(answer, "verify", "a.jar"));
    assertEquals(answer, run(answer, "explain", "R1.3"));
    assertEquals(List.of("R1.3"), seen.get("rules"));
  }

  @Test
  void shouldWantAJar() throws Exception {
    assertEquals(ExitCode.UNUSABLE, run(0, "verify"));
    assertEquals(ExitCode.UNUSABLE, run(0, "verify", "a.jar", "--format", "pdf"));
    assertEquals(ExitCode.OK, run(0, "explain"));
    assertEquals(List.of(), seen.get("rules"));
  }

  @Test
  void shouldSayThatTheInstallationIsDamaged() {
    Cli cli = Cli.create(captured.console(""), new StubHost());
    assertEquals(ExitCode.INTERNAL, cli.run("verify", "a.jar"));
    assertTrue(captured.err().contains("lib/verify"), captured.err());
  }
}

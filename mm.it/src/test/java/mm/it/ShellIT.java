package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of scope {@code mm} in a Gogo session of a real Felix, and through the control
 * channel.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShellIT {
  private static final Path HOME = Path.of(System.getProperty("mm.home"));
  private static final String SERVICE = "mm.shell.GogoCommands";

  @TempDir static Path folder;
  private Felix felix;
  private Path jar;
  private Path recording;

  @BeforeAll
  void boot() throws Exception {
    felix =
        Felix.distribution(
            folder.resolve("felix"),
            Map.of(
                "mm.control.folder", folder.toString(),
                "mm.deploy.store", folder.resolve("units").toString()));
    Felix.start(felix.install(Felix.jars(HOME.resolve("bundles/control"))));
    jar = Path.of(HOME.toString(), "deploy").toAbsolutePath().normalize();
    jar =
        Felix.jars(jar).stream().filter(each -> each.toString().contains("gru")).findFirst().get();
    recording =
        Files.writeString(
            folder.resolve("tiny.strace"),
            "100 1700000000.000001 execve(\"/bin/true\", [\"true\"], 0x7ffe0000 /* 1 vars */) = 0\n"
                + "100 1700000000.000002 mmap(NULL, 8192, PROT_READ|PROT_WRITE,"
                + " MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000\n"
                + "100 1700000000.000003 munmap(0x7f0000000000, 8192) = 0\n"
                + "100 1700000000.000004 +++ exited with 0 +++\n");
  }

  @AfterAll
  void stop() throws Exception {
    felix.close();
  }

  /** What a command printed in a session, and whether it threw. */
  private record Said(String text, RuntimeException thrown) {}

  private Said gogo(String line) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Object processor = felix.service("org.apache.felix.service.command.CommandProcessor");
    InputStream nothing = new ByteArrayInputStream(new byte[0]);
    Object session = createSession(processor, nothing, out);
    try {
      Foreign.call(session, "execute", line);
      return new Said(bytes.toString(StandardCharsets.UTF_8), null);
    } catch (RuntimeException e) {
      return new Said(bytes.toString(StandardCharsets.UTF_8), e);
    } finally {
      Foreign.call(session, "close");
    }
  }

  private static Object createSession(Object processor, InputStream in, PrintStream out)
      throws Exception {
    return processor
        .getClass()
        .getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
        .invoke(processor, in, out, out);
  }

  private String words(String line) {
    return line.replace("JAR", jar.toString())
        .replace("RECORDING", recording.toString())
        .replace("'", "");
  }

  /** Command line, exit code, and what stands in its output. */
  @ParameterizedTest
  @CsvSource({
    "drivers, 0, nouveau",
    "info kvm, 0, pages",
    "info nobody, 2, ''",
    "verify JAR, 0, nothing was found",
    "units, 0, drivers.gru",
    "units nobody, 2, ''",
    "units mm.core, 0, mm was started with it",
    "rollback mm.core, 1, ''",
    "remove mm.core, 1, ''",
    "install JAR --dry-run, 0, UNCHANGED",
    "swap gru JAR --dry-run, 0, UNCHANGED",
    "rollback gru, 1, ''",
    "remove nobody, 1, ''",
    "quarantine gru, 0, QUARANTINED",
    "release gru, 0, ADMITTED",
    "spaces, 0, no address space",
    "sections, 0, no section is open",
    "sections --space nowhere, 2, ''",
    "waits, 0, nobody waits",
    "why 0x7f0000001000, 0, '[0x7f0000001000, 0x7f0000002000)'",
    "why frog, 2, ''",
    "stats, 0, ''",
    "trace, 0, nothing traced",
    "oom, 0, no address space",
    "policy, 0, yes",
    "policy (failure, 2, ''",
    "health, 0, deadlocks",
    "replay RECORDING --drivers kvm, 0, ''",
    "frobnicate, 2, ''"
  })
  void shouldRunFromTheShellAndFromOutside(String line, int exitCode, String text)
      throws Exception {
    String command = words(line);
    ControlPort.Reply reply = ControlPort.in(folder).ask(List.of(command.split(" ")));
    assertEquals(exitCode, reply.code(), reply::toString);
    assertTrue(reply.out().contains(text), reply::toString);
    assertTrue(exitCode < 2 || !reply.err().isBlank() && reply.out().isBlank(), reply::toString);
    Said said = gogo("mm:" + quoted(command));
    if (exitCode == 0) {
      assertEquals(null, said.thrown(), said::toString);
      assertTrue(said.text().contains(text), said::toString);
    } else {
      assertNotNull(said.thrown(), said::toString);
    }
  }

  /** Gogo has a meaning of its own for brackets. */
  private static String quoted(String command) {
    return Stream.of(command.split(" "))
        .map(each -> each.startsWith("(") ? "'" + each + "'" : each)
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }

  Set<String> functions() throws Exception {
    String[] all =
        (String[])
            felix
                .context()
                .getAllServiceReferences(SERVICE, null)[0]
                .getProperty("osgi.command.function");
    Set<String> names = new TreeSet<>(List.of(all));
    assertTrue(names.remove("driverIds"), "for completion");
    return names;
  }

  @Test
  void shouldOfferTheCommandsThatAreToldOf() throws Exception {
    String told =
        "drivers health info install oom policy quarantine release remove replay rollback sections"
            + " spaces stats swap trace units verify waits why";
    assertEquals(told, String.join(" ", functions()));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void shouldExplainEachAndRefuseAnUnknownOption(String command) throws Exception {
    ControlPort port = ControlPort.in(folder);
    ControlPort.Reply help = port.ask(List.of(command, "--help"));
    assertEquals(0, help.code(), help::toString);
    assertTrue(
        help.out().contains("Usage:")
            && help.out().contains(" " + command)
            && help.out().contains("--json"),
        help.out());
    assertEquals(2, port.ask(List.of(command, "--frob")).code());
    assertEquals(null, gogo("mm:" + command + " --help").thrown());
  }

  @ParameterizedTest
  @CsvSource({
    "drivers",
    "info kvm",
    "verify JAR",
    "units",
    "spaces",
    "sections",
    "waits",
    "why 0x7f0000001000",
    "stats",
    "trace",
    "oom",
    "policy",
    "health",
    "install JAR --dry-run",
    "replay RECORDING --drivers kvm"
  })
  void shouldWriteJson(String line) throws Exception {
    List<String> all = new java.util.ArrayList<>(List.of(words(line).split(" ")));
    all.add("--json");
    ControlPort.Reply reply = ControlPort.in(folder).ask(all);
    try (JsonParser json = new JsonFactory().createParser(reply.out())) {
      assertTrue(json.nextToken().isStructStart(), reply::toString);
      json.skipChildren();
      assertEquals(null, json.nextToken(), reply::toString);
    }
  }

  @Test
  void shouldListDriverIdsForCompletion() throws Exception {
    Object commands = felix.service(SERVICE);
    List<?> ids = (List<?>) commands.getClass().getMethod("driverIds").invoke(commands);
    assertTrue(ids.containsAll(List.of("kvm", "amd-iommu", "intel-svm")), ids::toString);
  }
}

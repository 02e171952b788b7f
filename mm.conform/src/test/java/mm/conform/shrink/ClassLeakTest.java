package mm.conform.shrink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.logging.Logger;
import mm.conform.CaseText;
import mm.conform.drivers.DriverJars;
import mm.conform.play.Breach;
import mm.conform.play.CasePlayer;
import mm.conform.play.OwnThread;
import mm.conform.script.Case;
import mm.conform.script.CaseFile;
import mm.machine.KernelVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes of drivers that have gone have to go as well. */
class ClassLeakTest {
  private static final String MAP =
      "{'op':'mmap','region':'A','page':0,'pages':8,'kind':'anon','sharing':'private',"
          + "'prot':'rw','fixed':'noreplace'}";

  private static final String USE =
      "{'op':'driver_touch','driver':'lax','region':'A','access':'write','ranges':[[0,4]]},"
          + "{'op':'madvise','region':'A','page':2,'bytes':4096,'advice':'DONTNEED'}";

  @TempDir Path folder;

  /** The JDK keeps a logger only as long as somebody has it. */
  private final Logger logger = Logger.getLogger(LaxDriver.HOLDER);

  private DriverJars drivers;

  @BeforeEach
  void writeBundle() throws IOException {
    drivers = new DriverJars(List.of(jar(folder.resolve("lax.jar"))));
  }

  @AfterEach
  void letThemGo() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals(LaxDriver.HOLDER))
        .forEach(Thread::interrupt);
    List.of(logger.getHandlers()).forEach(logger::removeHandler);
  }

  private static Path jar(Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry("META-INF/services/mm.spi.NotifierDriver"));
      jar.write(LaxDriver.class.getName().getBytes(StandardCharsets.UTF_8));
      add(jar, LaxDriver.class);
      for (Class<?> each : LaxDriver.class.getDeclaredClasses()) {
        add(jar, each);
      }
    }
    return file;
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(name));
    try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
      bytes.transferTo(jar);
    }
  }

  private static String driver(String what) {
    return "{'op':'driver_" + what + "','driver':'lax'}";
  }

  private Path script(String leaves, String more, String... steps) throws Exception {
    return CaseText.programs(
        folder,
        "{'name':'c','family':'f','level':'extended','judge':'invariants','drivers':['lax','witness'],"
            + "'driver_options':['lax.breaks="
            + leaves
            + "'],"
            + more
            + "'steps':["
            + MAP
            + ","
            + String.join(",", steps)
            + "],'expect':[]}");
  }

  private Optional<Breach> play(Path script) throws Exception {
    try (CaseFile file = CaseFile.open(script)) {
      Case only = file.next().orElseThrow();
      return OwnThread.call(
              "case", () -> CasePlayer.play(KernelVersion.V6_18, "cases.json", only, drivers))
          .breach();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "local", "handler", "hook"})
  void shouldFindClassesThatAreLeftWithSomebody_R4_3(String holder) throws Exception {
    Breach found = play(script(holder, "", USE, driver("swap"))).orElseThrow();
    assertEquals(Breach.Kind.CLASSES, found.kind());
    assertEquals("R4.3", found.rule());
    assertEquals("lax", found.driver());
    String start = "lax 1.0.0 (load 1) is gone, and its classes are still reachable after ";
    assertTrue(found.text().startsWith(start), found::text);
    String thread = "thread 'lax-holder' is in classes of its names";
    assertEquals(holder.equals("thread"), found.text().endsWith(thread), found::text);
  }

  @ParameterizedTest
  @CsvSource({
    "swap, swap",
    "stop, start",
    "stop, install",
    "remove, install",
    "quarantine, release",
    "stop, stop",
    "swap, remove"
  })
  void shouldFindNothingOfADriverThatLetsGo(String first, String second) throws Exception {
    Path script =
        script(
            "never",
            "",
            USE,
            driver(first),
            driver(second),
            "{'op':'engine_swap'}",
            driver("swap"));
    boolean there = !second.equals("stop") && !second.equals("remove");
    assertEquals(Optional.empty(), play(there ? script : without(script)));
  }

  /** A driver that is not there is succeeded by nobody. */
  private static Path without(Path script) throws IOException {
    String text = Files.readString(script);
    int last = text.lastIndexOf(",{\"op\":\"driver_swap\"");
    return Files.writeString(
        script, text.substring(0, last) + text.substring(text.indexOf(']', last)));
  }

  @Test
  void shouldFindWhatADriverLeavesThatHasGoneForGood() throws Exception {
    Optional<Breach> found = play(script("handler", "", driver("stop")));
    assertEquals(Optional.of(Breach.Kind.CLASSES), found.map(Breach::kind));
  }

  @Test
  void shouldNotAskForClassesOfADriverThatIsThere() throws Exception {
    assertEquals(Optional.empty(), play(script("thread", "", driver("stop"), driver("start"))));
  }

  @Test
  void shouldCollectNothingForAScriptThatIsAboutSomethingElse() throws Exception {
    String broken = "'broken':{'kind':'stale translation','rule':'R1.4','driver':'lax'},";
    assertEquals(Optional.empty(), play(script("thread", broken, driver("swap"))));
  }

  @Test
  void shouldMakeItSmallAndKeepWhatMakesADriverGo() throws Exception {
    String broken = "'broken':{'kind':'class leak','rule':'R4.3','driver':'lax'},";
    Path script = script("local", broken, driver("swap"));
    Path to = folder.resolve("smaller.json");
    SavedScript.Outcome outcome =
        new SavedScript(KernelVersion.V6_18, drivers, 1, text -> {}, new SavedScriptTest.Patient(1))
            .shrink(script, to);
    assertTrue(outcome.words().startsWith("1 of "), outcome::words);
    assertTrue(outcome.words().contains("class leak (R4.3): lax 1.0.0"), outcome::words);
    String text = Files.readString(to);
    assertTrue(text.contains("driver_swap") && text.contains("\"drivers\":[\"lax\"]"), text);
    assertFalse(text.contains("mmap"), text);
  }
}

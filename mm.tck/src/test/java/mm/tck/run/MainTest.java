package mm.tck.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import mm.tck.zoo.PairedFlaw;
import mm.tck.zoo.PairedZooDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The kit from outside: right bundles, broken ones, and what is none. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MainTest {
  private static final String BROKEN = "mm.tck.run.BrokenDrivers$";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    return Main.run(new PrintStream(out, true), new PrintStream(err, true), args);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Jar jar() {
    return new Jar(folder.resolve("driver.jar"));
  }

  private Path right() throws Exception {
    return zoo(PairedFlaw.NONE);
  }

  private Path zoo(PairedFlaw flaw) throws Exception {
    return jar()
        .declaring("zoo")
        .flaw(flaw)
        .naming(PairedZooDriver.class.getName())
        .write(List.of(PairedZooDriver.class), "Conformance");
  }

  private void assertFails(PairedFlaw flaw, String... words) throws Exception {
    assertFailed(zoo(flaw), words);
  }

  private void assertBroken(String className, String leftOut, String... words) throws Exception {
    Path jar =
        jar().declaring("broken").naming(className).write(List.of(BrokenDrivers.class), leftOut);
    assertFailed(jar, words);
  }

  private void assertFailed(Path jar, String... words) {
    assertEquals(1, run("--patience", "1", "--", jar.toString()), () -> text() + err);
    for (String each : words) {
      assertTrue(text().contains(each), () -> each + " in " + text());
    }
  }

  @Test
  void shouldPassARightDriverWithALinePerRule() throws Exception {
    assertEquals(0, run("--", right().toString()), () -> text() + err);
    assertTrue(text().contains("zoo: conforms"), this::text);
    assertTrue(text().matches("(?s).*\\n  R1\\.4  +pass .*\\n  R6\\.10 +pass .*"), this::text);
    assertTrue(text().contains("not applicable"), this::text);
    assertEquals("", err.toString());
  }

  @Test
  void shouldLeaveTheKitsOwnClassesOutOfTheBundlesSight() throws Exception {
    try (DriverBundle bundle = DriverBundle.open(right())) {
      ClassLoader loader = bundle.make(PairedZooDriver.class.getName()).getClass().getClassLoader();
      assertFalse(loader == getClass().getClassLoader());
      assertEquals(
          "absent", missing(loader, "mm.tck.DriverConformance") + missing(loader, "mm.core.Core"));
    }
  }

  private static String missing(ClassLoader loader, String name) {
    try {
      return loader.loadClass(name).getName();
    } catch (ClassNotFoundException e) {
      return name.equals("mm.core.Core") ? "" : "absent";
    }
  }

  @Test
  void shouldWriteOneJsonObjectAndJunitXml() throws Exception {
    Path xml = folder.resolve("tck.xml");
    assertEquals(0, run("--json", "--junit", xml.toString(), "--", right().toString()));
    try (JsonParser json = new JsonFactory().createParser(text())) {
      assertTrue(json.nextToken().isStructStart());
      json.skipChildren();
      assertEquals(null, json.nextToken());
    }
    assertTrue(text().contains("\"verdict\" : \"not-applicable\""), this::text);
    assertRight(xml);
  }

  private static void assertRight(Path xml) throws Exception {
    Element suite =
        (Element)
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(xml.toFile())
                .getElementsByTagName("testsuite")
                .item(0);
    assertEquals("zoo", suite.getAttribute("name"));
    assertEquals("0", suite.getAttribute("failures"));
    assertTrue(Integer.parseInt(suite.getAttribute("tests")) > 30);
  }

  @Test
  void shouldRefuseAJunitFileThatCannotBeWrittenBeforeADriverIsRun() throws Exception {
    Path none = folder.resolve("none");
    assertRefusesJunit(none.resolve("tck.xml"), "there is no folder " + none + "; make it first");
    assertRefusesJunit(folder, "is a directory; name a file in it");
    assertEquals("", text(), "nothing was run");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldTellAfterTheVerdictsThatTheDiskOfTheJunitFileIsFull() throws Exception {
    Path full = Path.of("/dev/full");
    assertRefusesJunit(full, "No space left on device; make room there or name another place");
    assertTrue(text().contains("zoo: conforms"), this::text);
  }

  /** Only who writes finds out where a link leads. */
  @Test
  void shouldTellAfterTheVerdictsThatTheFolderOfTheJunitFileIsNotThere() throws Exception {
    Path nowhere = folder.resolve("none").resolve("tck.xml");
    Path link = Files.createSymbolicLink(folder.resolve("tck.xml"), nowhere);
    assertRefusesJunit(link, "its folder is not there; make it or name another place");
    assertTrue(text().contains("zoo: conforms"), this::text);
  }

  private void assertRefusesJunit(Path file, String why) throws Exception {
    assertEquals(2, run("--junit", file.toString(), "--", right().toString()));
    String told = err.toString(StandardCharsets.UTF_8);
    assertEquals("mm: " + file + ": " + why + System.lineSeparator(), told);
  }

  @Test
  void shouldRefuseWhatIsNoDriverBundle() throws Exception {
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    Path plain = new Jar(folder.resolve("plain.jar")).write(List.of(), "-");
    Path other =
        new Jar(folder.resolve("other.jar"))
            .header("Provide-Capability", "osgi.service;a=\"x,mm.notifier.driver;b\"")
            .write(List.of(), "-");
    assertRefused(folder.resolve("none.jar"), "no such file");
    assertRefused(folder, "is a folder");
    assertRefused(text, "not a jar");
    assertRefused(plain, "no capability");
    assertRefused(other, "no capability");
  }

  private void assertRefused(Path file, String why) {
    assertEquals(2, run("--", file.toString()));
    assertEquals("", text());
    assertTrue(
        err.toString().contains(why) && err.toString().contains(file.toString()), err::toString);
  }

  @Test
  void shouldFailWhatHasACapabilityAndNoDriver() throws Exception {
    Path jar = jar().declaring("zoo").write(List.of(), "-");
    assertEquals(1, run("--", jar.toString()));
    assertTrue(text().contains("R6.8") && text().contains("names no class of this id"), this::text);
  }

  @Test
  void shouldFailAClassWithoutACapability() throws Exception {
    Path jar =
        jar()
            .declaring("another")
            .naming(PairedZooDriver.class.getName())
            .write(List.of(PairedZooDriver.class), "Conformance");
    assertEquals(1, run("--", jar.toString()));
    assertTrue(text().contains("R6.1") && text().contains("'zoo'"), this::text);
  }

  @Test
  void shouldFailAClassThatIsMissing() throws Exception {
    assertBroken("no.such.Driver", "-", "R6.8", "FAILED", "no.such.Driver");
  }

  @Test
  void shouldFailAClassThatNeedsAnother() throws Exception {
    assertBroken(BROKEN + "NeedsAnother", "Missing", "R6.8", "BrokenDrivers$Missing");
  }

  @Test
  void shouldFailAConstructorThatThrows() throws Exception {
    assertBroken(BROKEN + "ThrowsWhenMade", "-", "R6.8", "its constructor threw", "no such card");
  }

  @Test
  void shouldFailAStaticInitialiserThatThrows() throws Exception {
    assertBroken(BROKEN + "ThrowsWhenLoaded", "-", "R6.8", "static initialiser", "no such card");
  }

  @Test
  void shouldFailAConstructorThatHangs() throws Exception {
    assertBroken(BROKEN + "HangsWhenMade", "-", "R6.8", "its constructor hangs");
  }

  @Test
  void shouldFailADriverThatHangsInAttach() throws Exception {
    assertFails(
        PairedFlaw.ATTACH_HANGS, "R6.12 FAILED", "does not come back", "PairedZooDriver.attach");
  }

  @Test
  void shouldFailADriverThatHangsInDetach() throws Exception {
    assertFails(
        PairedFlaw.DETACH_HANGS, "shouldDetachInBoundedTime", "does not come back", ".detach");
  }

  @Test
  void shouldFailADriverThatHangsWhenItIsUsed() throws Exception {
    assertFails(PairedFlaw.ACCESS_HANGS, "R4.2  FAILED", "does not come back", ".access");
  }

  /** Guards are on: nobody else sees what these do. */
  @Test
  void shouldFailADriverThatWaitsWhereWaitingIsForbidden() throws Exception {
    assertFails(
        PairedFlaw.TAKES_MUTEX,
        "R1.1  FAILED",
        "shouldNotWaitWhereWaitingIsForbidden",
        "zoo.mutex");
  }

  @Test
  void shouldFailADriverThatStartsAnOperationInACallback() throws Exception {
    assertFails(PairedFlaw.STARTS_OPERATION, "R1.6  FAILED", "shouldStartNoOperationInACallback");
  }

  @Test
  void shouldFailADriverThatAllocatesInACallback() throws Exception {
    assertFails(PairedFlaw.ALLOCATES, "R1.7  FAILED", "shouldAllocateNothingInACallback");
  }

  @Test
  void shouldNotLetADriverAnswerByEndingTheJvm() throws Exception {
    Path errors = folder.resolve("errors");
    Process kit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--",
                zoo(PairedFlaw.ENDS_THE_JVM).toString())
            .redirectError(errors.toFile())
            .start();
    assertEquals(0, kit.waitFor(), "the driver's own exit code, which is none of the kit's");
    String told = Files.readString(errors);
    assertTrue(told.contains("ended by a driver") && told.contains(".attach("), told);
  }

  @Test
  void shouldRunEveryDriverOfABundle() throws Exception {
    Path jar =
        jar()
            .declaring("zoo", "broken")
            .naming(PairedZooDriver.class.getName(), BROKEN + "ThrowsWhenMade")
            .write(List.of(PairedZooDriver.class, BrokenDrivers.class), "Conformance");
    assertEquals(1, run("--", jar.toString()));
    assertTrue(text().contains("zoo: conforms"), this::text);
    assertTrue(text().contains("ThrowsWhenMade: does NOT conform"), this::text);
  }

  @Test
  void shouldFailASettingThatTheDriverDoesNotKnow() throws Exception {
    Path jar =
        jar()
            .declaring("zoo")
            .header("Mm-Driver-Options", "zoo.era=old, other.era=new")
            .naming(PairedZooDriver.class.getName())
            .write(List.of(PairedZooDriver.class), "Conformance");
    assertEquals(1, run("--", jar.toString()));
    assertTrue(text().contains("zoo with zoo.era=old: does NOT conform"), this::text);
    assertTrue(text().contains("has no option"), this::text);
  }
}

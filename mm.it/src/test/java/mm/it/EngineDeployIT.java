package mm.it;

import static mm.it.Deploying.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine is deployed as drivers are: by the folder, and so that it outlives a restart. */
@Timeout(120)
class EngineDeployIT {
  private static final String ENGINE = "mm.core";

  @TempDir Path root;
  private Deploying mm;
  private String shipped;

  @BeforeEach
  void deployADriver() throws Exception {
    mm = new Deploying(root).withOwnStore().boot();
    mm.drop(mm.jar("1.0.0"), "marking.jar");
    mm.awaitVersion("1.0.0");
    shipped = mm.version(ENGINE);
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private void swap(String version) throws Exception {
    Map<String, Object> report = mm.order("swap", ENGINE, mm.engineJar(version), "EXECUTE");
    assertEquals("DONE", report.get("outcome"), report::toString);
  }

  private void restart() throws Exception {
    mm.kill();
    mm.boot();
  }

  private String findings() {
    return mm.unit(ENGINE).orElseThrow().get("findings").toString();
  }

  /** The engine that serves has the drivers. */
  private void assertServes(String version) {
    mm.awaitVersion(ENGINE, version);
    assertEquals("1.0.0", mm.version());
    assertEquals("ADMITTED", mm.felix().driver("marking").orElseThrow().get("state"));
    assertEquals(1, mm.felix().services("mm.api.NotifierCore", null));
    mm.await(() -> mm.felix().bundle(ENGINE).getVersion().toString().equals(version));
    Object space = mm.newSpace();
    mm.attach(space);
    Deploying.end(space, Deploying.begin(space));
  }

  @Test
  void shouldComeBackAfterAKill() throws Exception {
    swap("7.0.0");
    restart();
    assertServes("7.0.0");
    assertEquals("shell", mm.unit(ENGINE).orElseThrow().get("source"));
    assertEquals(List.of("INSTALLED", "VALIDATED", "ACTIVE"), mm.history(ENGINE, "7.0.0"));
    assertEquals(
        List.of("INSTALLED", "VALIDATED", "ACTIVE"),
        mm.history("1.0.0"),
        "drivers come after the engine");
    restart();
    assertServes("7.0.0");
  }

  @Test
  void shouldRollBackAlsoAfterAKillAndStayThereAfterAnother() throws Exception {
    swap("7.0.0");
    swap("8.0.0");
    restart();
    assertServes("8.0.0");
    assertEquals("DONE", mm.order("rollback", ENGINE).get("outcome"));
    assertServes("7.0.0");
    assertEquals("REFUSED", mm.order("rollback", ENGINE).get("outcome"), "only once");
    restart();
    assertServes("7.0.0");
    assertEquals("DONE", mm.order("rollback", ENGINE).get("outcome"), "to the shipped one");
    assertServes(shipped);
    restart();
    assertServes(shipped);
    assertEquals("REFUSED", mm.order("rollback", ENGINE).get("outcome"));
  }

  @Test
  void shouldGoBackToTheShippedOneByRemoval() throws Exception {
    assertEquals("REFUSED", mm.order("remove", ENGINE, "EXECUTE").get("outcome"));
    swap("7.0.0");
    Map<String, Object> plan = mm.order("remove", ENGINE, "DRY_RUN");
    assertEquals("PLANNED", plan.get("outcome"), plan::toString);
    assertServes("7.0.0");
    assertEquals("DONE", mm.order("remove", ENGINE, "EXECUTE").get("outcome"));
    assertServes(shipped);
  }

  @Test
  void shouldFallBackToTheShippedOneWhenTheCopyIsDamaged() throws Exception {
    swap("7.0.0");
    Path copy = engineCopy();
    mm.kill();
    Files.write(copy, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
    mm.boot();
    assertServes(shipped);
    assertTrue(findings().contains("7.0.0 that was deployed is missing or damaged"), findings());
    assertEquals(List.of("FAILED"), mm.history(ENGINE, "7.0.0"));
    swap("7.0.0");
    assertServes("7.0.0");
    assertEquals("[]", findings());
  }

  @Test
  void shouldFallBackToTheShippedOneWhenTheCopyIsMissing() throws Exception {
    swap("7.0.0");
    Path copy = engineCopy();
    mm.kill();
    Files.delete(copy);
    mm.boot();
    assertServes(shipped);
    assertTrue(findings().contains("missing or damaged"), findings());
  }

  private Path engineCopy() {
    return mm.store().resolve(mm.unit(ENGINE).orElseThrow().get("sha256") + ".jar");
  }

  @Test
  void shouldSwapToWhatIsDroppedAndBackWhenItIsDeleted() throws Exception {
    Object before = mm.core();
    mm.drop(mm.engineJar("7.0.0"), "engine.jar");
    assertServes("7.0.0");
    assertNotSame(before, mm.core());
    assertEquals("folder", mm.unit(ENGINE).orElseThrow().get("source"));
    mm.drop(mm.engineJar("6.0.0"), "engine.jar");
    assertServes("6.0.0");
    Files.delete(mm.folder.resolve("engine.jar"));
    assertServes(shipped);
  }

  @Test
  void shouldActOnTheFolderOnceAlsoOverARestart() throws Exception {
    mm.drop(mm.engineJar("7.0.0"), "engine.jar");
    assertServes("7.0.0");
    Object engine = mm.core();
    Path file = mm.folder.resolve("engine.jar");
    Files.write(file, Files.readAllBytes(file));
    mm.letItLook();
    assertSame(engine, mm.core(), "the same bytes again");
    restart();
    assertServes("7.0.0");
    Object again = mm.core();
    mm.letItLook();
    assertSame(again, mm.core());
    mm.kill();
    Files.delete(file);
    mm.boot();
    assertServes(shipped);
  }

  @Test
  void shouldTakeTheFoldersJarAgainWhenItsCopyIsDamaged() throws Exception {
    mm.drop(mm.engineJar("7.0.0"), "engine.jar");
    assertServes("7.0.0");
    Path copy = engineCopy();
    mm.kill();
    Files.writeString(copy, "no jar");
    mm.boot();
    assertServes("7.0.0");
  }

  @Test
  void shouldWaitForAHalfCopyAndKeepTheEngineForABadJar() throws Exception {
    Object engine = mm.core();
    byte[] whole = Files.readAllBytes(mm.engineJar("7.0.0"));
    Path file = mm.folder.resolve("engine.jar");
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    mm.letItLook();
    assertSame(engine, mm.core());
    mm.drop(mm.engineJar("7.0.1", "Import-Package", "no.such.pack"), "engine.jar");
    mm.await(() -> findings().contains("no.such.pack"));
    assertSame(engine, mm.core());
    mm.drop(mm.engineJar("7.0.2", "Bundle-Activator", "no.such.Activator"), "engine.jar");
    mm.await(() -> failures("7.0.2") == 3);
    mm.letItLook();
    assertEquals(3, failures("7.0.2"), "three times, and not again");
    assertServes(shipped);
    Files.write(file, whole);
    assertServes("7.0.0");
    assertEquals("[]", findings());
  }

  private long failures(String version) {
    return mm.history(ENGINE, version).stream().filter("FAILED"::equals).count();
  }

  @Test
  void shouldTakeTheHigherOfTwoEnginesAndSayWhenTwoAreTheSame() throws Exception {
    mm.drop(mm.engineJar("8.0.0"), "a.jar");
    assertServes("8.0.0");
    mm.drop(mm.engineJar("7.0.0"), "b.jar");
    mm.letItLook();
    assertEquals("8.0.0", mm.version(ENGINE));
    mm.drop(mm.engineJar("8.0.0", "X-Other", "bytes"), "c.jar");
    mm.await(() -> findings().contains("a.jar and c.jar differ"));
    assertEquals("8.0.0", mm.version(ENGINE));
    Files.delete(mm.folder.resolve("c.jar"));
    Files.delete(mm.folder.resolve("a.jar"));
    assertServes("7.0.0");
  }

  @Test
  void shouldTryAgainWhenASectionKeepsTheEngineFromGoing() throws Exception {
    mm.halt();
    mm = new Deploying(root.resolve("second")).with("mm.deploy.swap.limit.millis", "200").boot();
    mm.drop(mm.jar("1.0.0"), "marking.jar");
    mm.drop(mm.engineJar("7.0.0"), "engine.jar");
    mm.awaitVersion("1.0.0");
    assertServes("7.0.0");
    Object space = mm.newSpace();
    mm.attach(space);
    long section = Deploying.begin(space);
    Files.delete(mm.folder.resolve("engine.jar"));
    mm.await(() -> findings().contains("stays open"));
    assertEquals("7.0.0", mm.version(ENGINE));
    Deploying.end(space, section);
    assertServes(shipped);
  }

  @Test
  void shouldRefuseToInstallASecondEngine() throws Exception {
    Map<String, Object> report = mm.order("install", mm.engineJar("7.0.0"), "EXECUTE");
    assertEquals("REFUSED", report.get("outcome"));
    assertTrue(report.get("message").toString().contains("swap it"), report::toString);
    Path engine = mm.engineJar("7.0.1");
    assertTrue(
        mm.order("swap", UNIT, engine, "EXECUTE").get("message").toString().contains(ENGINE));
    assertServes(shipped);
  }

  @Test
  void shouldTellListenersOfEachTransition() throws Exception {
    List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    Transitions.listen(
        mm.felix(),
        step -> told.add(step.get("unit") + " " + step.get("version") + step.get("to")));
    CompletableFuture.runAsync(() -> assertSwapped("7.0.0"), OwnThread.EACH).join();
    assertEquals(
        List.of(
            "mm.core 7.0.0INSTALLED",
            "mm.core 7.0.0VALIDATED",
            "mm.core " + shipped + "DRAINING",
            "mm.core " + shipped + "STOPPED",
            "mm.core 7.0.0ACTIVE",
            "mm.core " + shipped + "GONE"),
        told);
  }

  private void assertSwapped(String version) {
    try {
      swap(version);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

package mm.it;

import static mm.it.Deploying.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mm.it.testdrivers.UnstoppableEngine;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The engine itself is replaced; {@link SoakIT} does it under load. */
@Timeout(120)
class EngineSwapIT {
  private static final String ENGINE = "mm.core";

  @TempDir Path root;
  private Deploying mm;
  private Object lasting;
  private Object space;
  private Object attachment;
  private Bundle driver;
  private BundleWiring wiring;
  private Object engine;

  @BeforeEach
  void useADriver() throws Exception {
    install(new Deploying(root));
  }

  private void install(Deploying fresh) throws Exception {
    mm = fresh.boot();
    assertEquals("DONE", mm.order("install", mm.jar("1.0.0"), "EXECUTE").get("outcome"));
    lasting = mm.felix().service("mm.deploy.service.LastingSpaces");
    space = Foreign.call(lasting, "createSpace", "lasting");
    attachment = Foreign.call(Foreign.call(lasting, "drivers"), "attach", "marking", space);
    driver = mm.felix().bundle(UNIT);
    wiring = driver.adapt(BundleWiring.class);
    engine = mm.core();
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private Path next(String... headers) throws Exception {
    return TestBundle.another(
        Deploying.shippedEngine(), root.resolve("core" + System.nanoTime()), headers);
  }

  private Map<String, Object> swap(Path jar) {
    return mm.order("swap", ENGINE, jar, "EXECUTE");
  }

  private String access() {
    return Foreign.call(attachment, "access", 0L, "READ").toString();
  }

  private void awaitAttended() {
    mm.await(() -> (Boolean) Foreign.call(lasting, "attended"));
  }

  private void section() {
    Deploying.end(space, Deploying.begin(space));
  }

  /** Nothing of the driver's bundle has been stopped, wired or loaded anew; and it works. */
  private void assertDriverUntouchedAndAdmitted() {
    awaitAttended();
    assertEquals(Bundle.ACTIVE, driver.getState());
    assertSame(wiring, driver.adapt(BundleWiring.class));
    assertTrue(wiring.isInUse() && wiring.isCurrent());
    assertEquals("ADMITTED", mm.felix().driver("marking").orElseThrow().get("state"));
    assertEquals("REFUSED", access(), "it answers, there being no page");
    section();
    assertEquals(1, mm.felix().services("mm.api.NotifierCore", null));
  }

  private void assertEngineKept() {
    assertSame(engine, mm.core());
    assertDriverUntouchedAndAdmitted();
    assertEquals(1, engines());
  }

  private long engines() {
    return mm.felix().bundles().stream()
        .filter(each -> ENGINE.equals(each.getSymbolicName()))
        .count();
  }

  @Test
  void shouldSwapTheEngineAndReWireNoDriver() throws Exception {
    Object former = Foreign.call(mm.core(), "createSpace", "of the engine");
    String shipped = mm.version(ENGINE);
    Map<String, Object> report = swap(next("Bundle-Version", "7.0.0"));
    assertEquals("DONE", report.get("outcome"), report::toString);
    assertTrue(
        report.get("message").toString().contains("1 space moves along, 1 was released"),
        report::toString);
    assertNotSame(engine, mm.core());
    assertDriverUntouchedAndAdmitted();
    assertTrue((Boolean) Foreign.call(former, "released"));
    assertEquals(1, engines());
    assertEquals("7.0.0", mm.felix().bundle(ENGINE).getVersion().toString());
    assertEquals(List.of("INSTALLED", "VALIDATED", "ACTIVE"), mm.history(ENGINE, "7.0.0"));
    assertEquals(List.of("ACTIVE", "DRAINING", "STOPPED", "GONE"), mm.history(ENGINE, shipped));
    assertEquals("DONE", mm.order("swap", UNIT, mm.jar("2.0.0"), "EXECUTE").get("outcome"));
  }

  @Test
  void shouldLeaveNoClassesOfTheEngineBefore() throws Exception {
    engine = null;
    swap(next("Bundle-Version", "7.0.0"));
    awaitAttended();
    mm.await(
        () -> {
          System.gc();
          return ((List<?>) Foreign.call(mm.deployment(), "lingering")).isEmpty();
        });
  }

  @Test
  void shouldShowWhatWouldBeRefreshedAndChangeNothing() throws Exception {
    Path next = next("Bundle-Version", "7.0.0");
    Map<String, Object> plan = mm.order("swap", ENGINE, next, "DRY_RUN");
    assertEquals("PLANNED", plan.get("outcome"));
    assertEquals(
        List.of(ENGINE + " " + mm.felix().bundle(ENGINE).getVersion()), plan.get("closure"));
    assertEngineKept();
  }

  @Test
  void shouldRefuseWhatIsNoOtherEngine() throws Exception {
    Path unresolvable = next("Bundle-Version", "7.0.0", "Import-Package", "no.such.pack");
    assertTrue(swap(unresolvable).get("message").toString().contains("no.such.pack"));
    assertEquals("REFUSED", swap(next("X-Other", "bytes")).get("outcome"), "the same version");
    assertEquals("UNCHANGED", swap(Deploying.shippedEngine()).get("outcome"));
    assertTrue(swap(mm.jar("2.0.0")).get("message").toString().contains("no bundle mm.core"));
    Path garbage = Files.writeString(root.resolve("garbage.jar"), "no jar");
    assertEquals("REFUSED", swap(garbage).get("outcome"));
    assertEngineKept();
  }

  /** It has stopped all the same, so without its successor there would be none. */
  @Test
  void shouldSwapAnEngineAwayWhoseStopFails() throws Exception {
    assertEquals("DONE", swap(mm.engineJar("7.0.0", UnstoppableEngine.class)).get("outcome"));
    Map<String, Object> report = swap(mm.engineJar("8.0.0"));
    assertEquals("DONE", report.get("outcome"), report::toString);
    assertDriverUntouchedAndAdmitted();
    assertEquals("8.0.0", mm.version(ENGINE));
    assertEquals(1, engines());
  }

  @Test
  void shouldBringTheEngineBackWhenTheNextOneDoesNotStart() throws Exception {
    Map<String, Object> report =
        swap(next("Bundle-Version", "7.0.0", "Bundle-Activator", "no.such.Activator"));
    assertEquals("KEPT", report.get("outcome"), report::toString);
    assertTrue(report.get("findings").toString().contains("no.such.Activator"), report::toString);
    engine = mm.core(); // the same bundle, started again
    assertEngineKept();
    assertEquals(List.of("INSTALLED", "VALIDATED", "FAILED"), mm.history(ENGINE, "7.0.0"));
    Map<String, Object> unit = mm.unit(ENGINE).orElseThrow();
    assertTrue(unit.get("findings").toString().contains("no.such.Activator"), unit::toString);
    assertEquals("ACTIVE", unit.get("state"));
  }

  @Test
  void shouldBringTheEngineBackWhenTheNextOneRefusesADriver() throws Exception {
    Map<String, Object> report =
        swap(
            next(
                "Bundle-Version",
                "7.0.0",
                "Provide-Capability",
                "mm.notifier.core;version:Version=9"));
    assertEquals("KEPT", report.get("outcome"), report::toString);
    assertTrue(report.get("findings").toString().contains("R6.14"), report::toString);
    engine = mm.core();
    assertEngineKept();
  }

  @Test
  void shouldKeepTheEngineWhileASectionStaysOpen() throws Exception {
    mm.close();
    install(
        new Deploying(Files.createDirectory(root.resolve("impatient")))
            .with("mm.deploy.swap.limit.millis", "2000"));
    long section = Deploying.begin(space);
    Map<String, Object> report =
        CompletableFuture.supplyAsync(() -> swap(made()), OwnThread.EACH).join();
    assertEquals("KEPT", report.get("outcome"), report::toString);
    assertTrue(report.get("message").toString().contains("stays open"), report::toString);
    RuntimeException inside = assertThrows(RuntimeException.class, () -> swap(made()));
    assertTrue(inside.getMessage().contains("R2.8"), inside::toString);
    Deploying.end(space, section);
    assertEngineKept();
    assertEquals("DONE", swap(made()).get("outcome"), "it can be tried again");
  }

  private Path made() {
    try {
      return next("Bundle-Version", "7.0.0");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldKeepAQuarantinedDriverOut() throws Exception {
    Object why = mm.felix().finding("R1_1", "By hand.", "Release it.");
    Foreign.call(Foreign.call(mm.core(), "drivers"), "quarantine", "marking", why);
    assertEquals("DONE", swap(made()).get("outcome"));
    awaitAttended();
    Map<String, Object> state = mm.felix().driver("marking").orElseThrow();
    assertEquals("QUARANTINED", state.get("state"));
    assertTrue(state.get("refusals").toString().contains("By hand."), state::toString);
    assertEquals("DETACHED", access());
    Foreign.call(Foreign.call(mm.core(), "drivers"), "release", "marking");
    mm.await(() -> access().equals("REFUSED"));
  }

  @Test
  void shouldMoveSpacesWhenTheEngineIsUpdatedByHand() throws Exception {
    try (InputStream next = Files.newInputStream(next("Bundle-Version", "7.0.0"))) {
      mm.felix().bundle(ENGINE).update(next);
    }
    assertNotSame(engine, mm.core());
    assertDriverUntouchedAndAdmitted();
    assertEquals("7.0.0", mm.version(ENGINE));
    assertEquals(List.of("ACTIVE"), mm.history(ENGINE, "7.0.0"));
    assertEquals("DONE", swap(Deploying.shippedEngine()).get("outcome"), "other bytes again");
  }

  @Test
  void shouldDoWithoutAnEngineForAWhile() throws Exception {
    Bundle core = mm.felix().bundle(ENGINE);
    core.stop();
    assertEquals("DETACHED", access());
    section();
    Object born = Foreign.call(lasting, "createSpace", "born without");
    core.start();
    assertDriverUntouchedAndAdmitted();
    Deploying.end(born, Deploying.begin(born));
    core.stop();
    assertEquals("DONE", swap(made()).get("outcome"), "a way out of having none");
    assertDriverUntouchedAndAdmitted();
  }
}

package mm.it;

import static mm.it.Deploying.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Orders to the deployer, and what others do to its bundles by hand. */
@Timeout(120)
class DeployOrdersIT {
  @TempDir Path root;
  private Deploying mm;
  private Object space;
  private Object attachment;

  @BeforeEach
  void installTheFirstVersion() throws Exception {
    install(new Deploying(root));
  }

  private void install(Deploying fresh) throws Exception {
    mm = fresh.boot();
    assertEquals("DONE", mm.order("install", mm.jar("1.0.0"), "EXECUTE").get("outcome"));
    space = mm.newSpace();
    attachment = mm.attach(space);
  }

  /** Starts anew; for those who wait until a swap is given up. */
  private void installWithAShortLimit() throws Exception {
    mm.close();
    install(
        new Deploying(Files.createDirectory(root.resolve("impatient")))
            .with("mm.deploy.swap.limit.millis", "3000"));
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private Map<String, Object> swap(String version) throws Exception {
    return mm.order("swap", UNIT, mm.jar(version), "EXECUTE");
  }

  private Object device() {
    return Foreign.call(attachment, "device");
  }

  private Bundle bundle(String version) {
    return mm.felix().bundles().stream()
        .filter(each -> UNIT.equals(each.getSymbolicName()))
        .filter(each -> each.getVersion().toString().equals(version))
        .findFirst()
        .orElseThrow();
  }

  private void section() {
    Deploying.end(space, Deploying.begin(space));
  }

  @Test
  void shouldShowTheClosureOfADryRunAndChangeNothing() throws Exception {
    Object before = device();
    Map<String, Object> plan = mm.order("swap", "marking", mm.jar("2.0.0"), "DRY_RUN");
    assertEquals("PLANNED", plan.get("outcome"));
    assertEquals(List.of("test.marking 1.0.0"), plan.get("closure"));
    assertEquals(List.of("test.marking 1.0.0"), mm.order("remove", UNIT, "DRY_RUN").get("closure"));
    assertEquals("1.0.0", mm.version());
    assertSame(before, device());
    assertEquals(List.of(), mm.history("2.0.0"));
  }

  private List<String> copies() throws Exception {
    Path running = Path.of(URI.create(bundle(mm.version()).getLocation().substring(10)));
    return Felix.jars(running.getParent()).stream()
        .map(each -> each.equals(running) ? "running" : each.getFileName().toString())
        .toList();
  }

  @Test
  void shouldKeepNoCopyOfWhatNothingRunsFrom() throws Exception {
    assertEquals(List.of("running"), copies());
    Path next = mm.jar("2.0.0");
    assertEquals("PLANNED", mm.order("swap", UNIT, next, "DRY_RUN").get("outcome"));
    assertEquals("REFUSED", mm.order("swap", "nobody", next, "EXECUTE").get("outcome"));
    assertEquals("REFUSED", mm.order("install", next, "EXECUTE").get("outcome"));
    Path twin = mm.jar(TestBundle.version("1.0.0").header("Other", "bytes"));
    assertEquals("REFUSED", mm.order("swap", UNIT, twin, "EXECUTE").get("outcome"));
    Path engine = mm.engineJar("9.0.0");
    assertEquals("PLANNED", mm.order("swap", "mm.core", engine, "DRY_RUN").get("outcome"));
    assertEquals("REFUSED", mm.order("install", engine, "EXECUTE").get("outcome"));
    assertEquals(List.of("running"), copies());
  }

  @Test
  void shouldKeepTheCopyThatAnotherOrderRunsFrom() throws Exception {
    Path next = mm.jar("2.0.0");
    Hold hold = Hold.at(mm.felix(), "2.0.0", "VALIDATED");
    CompletableFuture<Map<String, Object>> swap =
        CompletableFuture.supplyAsync(
            () -> mm.order("swap", UNIT, next, "EXECUTE"), OwnThread.EACH);
    hold.await();
    CompletableFuture<Map<String, Object>> plan =
        CompletableFuture.supplyAsync(
            () -> mm.order("swap", UNIT, next, "DRY_RUN"), OwnThread.EACH);
    hold.end();
    assertEquals("DONE", swap.get().get("outcome"));
    assertEquals("UNCHANGED", plan.get().get("outcome"));
    assertEquals(2, copies().size(), "of the version in charge, and of the one that is kept");
    assertEquals("DONE", mm.order("rollback", UNIT).get("outcome"));
    assertEquals(List.of("running"), copies());
  }

  @Test
  void shouldRollBackByOrder() throws Exception {
    assertEquals("DONE", swap("2.0.0").get("outcome"));
    assertEquals(Optional.of("1.0.0"), mm.unit().orElseThrow().get("previous"));
    assertEquals("DONE", mm.order("rollback", "marking").get("outcome"));
    assertEquals("1.0.0", mm.version());
    assertTrue(mm.history("2.0.0").contains("GONE"));
    assertEquals("REFUSED", mm.order("rollback", "marking").get("outcome"), "none is kept");
    assertEquals("REFUSED", Foreign.call(attachment, "access", 0L, "READ").toString());
  }

  @Test
  void shouldRollBackByItselfWhenTheNewVersionBreaksItsWord() throws Exception {
    swap("2.0.0");
    assertEquals("2.0.0", mm.version());
    System.setProperty("mm.it.throw", "true");
    section();
    System.clearProperty("mm.it.throw");
    mm.awaitVersion("1.0.0");
    mm.await(() -> mm.history("2.0.0").contains("GONE"));
    section();
  }

  @Test
  void shouldForgetTheOldVersionWhenTheNewOneHasProvedItself() throws Exception {
    mm.close();
    mm =
        new Deploying(Files.createDirectory(root.resolve("other")))
            .with("mm.deploy.probation.millis", "50")
            .boot();
    mm.order("install", mm.jar("1.0.0"), "EXECUTE");
    Object own = mm.newSpace();
    Object kept = mm.attach(own);
    swap("2.0.0");
    mm.await(() -> mm.history("1.0.0").contains("GONE"));
    assertEquals(Optional.empty(), mm.unit().orElseThrow().get("previous"));
    mm.await(this::nothingLingers);
    assertEquals("marking", Foreign.call(kept, "driver"));
  }

  private boolean nothingLingers() {
    System.gc();
    return ((List<?>) Foreign.call(mm.deployment(), "lingering")).isEmpty();
  }

  @Test
  void shouldKeepTheOldVersionWhenASectionStaysOpen() throws Exception {
    installWithAShortLimit();
    Object before = device();
    long section = Deploying.begin(space);
    Map<String, Object> report =
        CompletableFuture.supplyAsync(
                () -> mm.order("swap", UNIT, made("2.0.0"), "EXECUTE"), OwnThread.EACH)
            .get();
    Deploying.end(space, section);
    assertEquals("KEPT", report.get("outcome"));
    assertTrue(report.get("message").toString().contains("stayed open"), report::toString);
    assertEquals("1.0.0", mm.version());
    assertSame(before, device());
    assertEquals("FAILED", mm.unit().isPresent() ? last(mm.history("2.0.0")) : "");
    assertEquals("DONE", swap("2.0.0").get("outcome"), "it can be tried again");
  }

  private Path made(String version) {
    try {
      return mm.jar(version);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String last(List<String> states) {
    return states.get(states.size() - 1);
  }

  @Test
  void shouldRefuseAnOrderInsideASection_R2_8() throws Exception {
    Path next = mm.jar("2.0.0");
    long section = Deploying.begin(space);
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> mm.order("swap", UNIT, next, "EXECUTE"));
    assertTrue(thrown.getMessage().contains("R2.8"), thrown::toString);
    Deploying.end(space, section);
    assertEquals("1.0.0", mm.version());
  }

  @Test
  void shouldCarryOutTwoSwapsOneAfterTheOther() throws Exception {
    Path two = mm.jar("2.0.0");
    Path three = mm.jar("3.0.0");
    CompletableFuture<Map<String, Object>> other =
        CompletableFuture.supplyAsync(() -> mm.order("swap", UNIT, two, "EXECUTE"), OwnThread.EACH);
    Map<String, Object> mine = mm.order("swap", UNIT, three, "EXECUTE");
    assertEquals(List.of("DONE", "DONE"), List.of(other.get().get("outcome"), mine.get("outcome")));
    assertTrue(List.of("2.0.0", "3.0.0").contains(mm.version()));
    assertEquals(
        1, mm.felix().drivers().stream().filter(each -> each.get("id").equals("marking")).count());
  }

  @Test
  void shouldSayWhatIsWrongWithAnOrder() throws Exception {
    Path next = mm.jar("2.0.0");
    assertEquals("REFUSED", mm.order("install", next, "EXECUTE").get("outcome"));
    assertEquals("REFUSED", mm.order("swap", "nobody", next, "EXECUTE").get("outcome"));
    assertEquals("REFUSED", mm.order("remove", "nobody", "EXECUTE").get("outcome"));
    assertEquals("REFUSED", mm.order("rollback", UNIT).get("outcome"));
    Path absent = root.resolve("absent.jar");
    assertTrue(
        mm.order("swap", UNIT, absent, "EXECUTE").get("message").toString().contains("absent.jar"));
    Path thief = mm.jar(TestBundle.version("1.0.0").header("Bundle-SymbolicName", "test.thief"));
    Map<String, Object> stolen = mm.order("install", thief, "EXECUTE");
    assertTrue(stolen.get("findings").toString().contains("R6.9"), stolen::toString);
  }

  @Test
  void shouldRemoveByOrder() throws Exception {
    assertEquals("DONE", mm.order("remove", "marking", "EXECUTE").get("outcome"));
    assertEquals(Optional.empty(), mm.felix().driver("marking"));
    assertEquals("GONE", last(mm.history("1.0.0")));
    assertEquals("DETACHED", Foreign.call(attachment, "access", 0L, "READ").toString());
  }

  @Test
  void shouldGoOnAfterAnUpdateByHand() throws Exception {
    try (InputStream next = Files.newInputStream(mm.jar("2.0.0"))) {
      bundle("1.0.0").update(next);
    }
    assertEquals("REFUSED", Foreign.call(attachment, "access", 0L, "READ").toString());
    section();
    assertEquals("test.marking 2.0.0", mm.felix().driver("marking").orElseThrow().get("bundle"));
    assertEquals("2.0.0", mm.unit().orElseThrow().get("version"));
    assertEquals("DONE", swap("3.0.0").get("outcome"));
  }

  @Test
  void shouldGoOnAfterAnUninstallByHand() throws Exception {
    bundle("1.0.0").uninstall();
    assertEquals("DETACHED", Foreign.call(attachment, "access", 0L, "READ").toString());
    assertEquals("REFUSED", swap("2.0.0").get("outcome"));
    assertEquals("DONE", mm.order("install", mm.jar("2.0.0"), "EXECUTE").get("outcome"));
    assertEquals("REFUSED", Foreign.call(attachment, "access", 0L, "READ").toString());
  }

  @Test
  void shouldDrainWhenABundleIsStoppedByHand() throws Exception {
    long section = Deploying.begin(space);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stopByHand, OwnThread.EACH);
    while (!device().getClass().getSimpleName().equals("Gone")
        && !stopped.isDone()
        && bundle("1.0.0").getState() != Bundle.STOPPING) {
      Thread.onSpinWait();
    }
    assertTrue(!stopped.isDone(), "it waits for the section that it saw begin");
    Deploying.end(space, section);
    stopped.get();
    assertEquals(Bundle.RESOLVED, bundle("1.0.0").getState());
  }

  private void stopByHand() {
    try {
      bundle("1.0.0").stop();
    } catch (BundleException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldKnowAfterARestartWhatWasDeployed() throws Exception {
    swap("2.0.0");
    mm.halt();
    mm.boot();
    mm.awaitVersion("2.0.0");
    assertEquals("shell", mm.unit().orElseThrow().get("source"));
    assertEquals("ADMITTED", mm.felix().driver("marking").orElseThrow().get("state"));
    assertEquals(
        1,
        mm.felix().bundles().stream().filter(each -> UNIT.equals(each.getSymbolicName())).count(),
        "the version before is not brought back");
  }

  @Test
  void shouldStopInTheMiddleOfASwapAndStartWithTheOldVersion() throws Exception {
    installWithAShortLimit();
    long section = Deploying.begin(space);
    CompletableFuture<Map<String, Object>> swap =
        CompletableFuture.supplyAsync(
            () -> mm.order("swap", UNIT, made("2.0.0"), "EXECUTE"), OwnThread.EACH);
    mm.await(() -> mm.history("2.0.0").contains("SHADOW"));
    CompletableFuture<Void> halted = CompletableFuture.runAsync(this::halt, OwnThread.EACH);
    mm.await(() -> swap.isDone());
    Deploying.end(space, section); // a framework that stops waits for what its drivers saw begin
    halted.get();
    assertTrue(!"DONE".equals(swap.handle((report, thrown) -> outcome(report)).get()));
    mm.boot();
    mm.awaitVersion("1.0.0");
    assertEquals("ADMITTED", mm.felix().driver("marking").orElseThrow().get("state"));
  }

  private static String outcome(Map<String, Object> report) {
    return report == null ? "FAILED" : report.get("outcome").toString();
  }

  private void halt() {
    try {
      mm.halt();
    } catch (BundleException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldReadmitTheDriversWhenTheCoreIsUpdated() throws Exception {
    Bundle core = mm.felix().bundle("mm.core");
    Bundle driver = bundle("1.0.0");
    long before = driver.getLastModified();
    Object oldCore = mm.core();
    core.update();
    mm.await(() -> mm.felix().services("mm.api.NotifierCore", null) == 1);
    mm.await(() -> mm.felix().driver("marking").isPresent());
    assertTrue(oldCore != mm.core());
    assertTrue((Boolean) Foreign.call(space, "released"), "told to let go of everything");
    assertEquals(Bundle.ACTIVE, driver.getState());
    assertEquals(before, driver.getLastModified());
    space = mm.newSpace();
    attachment = mm.attach(space);
    section();
    assertEquals("DONE", swap("2.0.0").get("outcome"));
  }
}

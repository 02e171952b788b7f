package mm.it;

import static mm.it.Deploying.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import mm.it.testdrivers.TracingDriver;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Orders that wait for each other, and what has changed when their turn comes. */
@Timeout(120)
class OrdersAtOnceIT {
  private static final String OTHER = "test.tracing";

  @TempDir Path root;
  private Deploying mm;
  private Object space;

  @BeforeEach
  void installTheFirstVersion() throws Exception {
    mm = new Deploying(root).boot();
    assertEquals("DONE", mm.order("install", mm.jar("1.0.0"), "EXECUTE").get("outcome"));
    space = mm.newSpace();
    mm.attach(space);
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private Path other(String version) throws Exception {
    return mm.jar(TestBundle.of(TracingDriver.class, "tracing").inVersion(version));
  }

  private CompletableFuture<Map<String, Object>> swap(String unit, Path jar) {
    return CompletableFuture.supplyAsync(
        () -> mm.order("swap", unit, jar, "EXECUTE"), OwnThread.EACH);
  }

  private static void assertDone(Map<String, Object> report) {
    assertEquals("DONE", report.get("outcome"), report::toString);
  }

  private static boolean waits(String thread) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> each.getKey().getName().equals(thread))
        .anyMatch(
            each ->
                Stream.of(each.getValue())
                    .anyMatch(at -> at.getClassName().endsWith("ReentrantLock")));
  }

  private void breakAPromise() {
    System.setProperty("mm.it.throw", "true");
    Deploying.end(space, Deploying.begin(space));
    System.clearProperty("mm.it.throw");
  }

  /**
   * The second version breaks its word while it is being replaced: its roll-back comes too late and
   * must not bring it back.
   */
  @Test
  void shouldNotRollBackTheVersionThatHasComeWhileTheRollBackWaited() throws Exception {
    assertDone(mm.order("install", other("1.0.0"), "EXECUTE"));
    assertDone(mm.order("swap", UNIT, mm.jar("2.0.0"), "EXECUTE"));
    Hold hold = Hold.at(mm.felix(), "9.0.0", "INSTALLED");
    CompletableFuture<Map<String, Object>> first = swap(OTHER, other("9.0.0"));
    hold.await();
    Path third = mm.jar("3.0.0");
    CompletableFuture<Map<String, Object>> next = swap(UNIT, third);
    mm.await(() -> waits("own thread"));
    breakAPromise();
    mm.await(() -> waits("mm-deploy"));
    hold.end();
    assertDone(first.join());
    assertDone(next.join());
    mm.await(() -> !waits("mm-deploy"));
    mm.letItLook();
    assertEquals("3.0.0", mm.version(), () -> mm.unit().toString());
    assertTrue(mm.history("2.0.0").contains("STOPPED"));
  }

  @Test
  void shouldLeaveNothingBehindWhenTheEngineGoesInTheMiddleOfAnOrder() throws Exception {
    Hold hold = Hold.at(mm.felix(), "2.0.0", "VALIDATED");
    CompletableFuture<Map<String, Object>> swap = swap(UNIT, mm.jar("2.0.0"));
    hold.await();
    Bundle engine = mm.felix().bundle("mm.core");
    engine.stop();
    hold.end();
    assertEquals("REFUSED", swap.join().get("outcome"), () -> swap.join().toString());
    engine.start();
    assertEquals("1.0.0", mm.version());
    assertDone(mm.order("swap", UNIT, mm.jar("2.0.0"), "EXECUTE"));
    assertEquals("2.0.0", mm.version());
  }
}

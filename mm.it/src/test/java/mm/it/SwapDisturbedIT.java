package mm.it;

import static mm.it.Deploying.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** What somebody does by hand in the middle of a swap, which an open section holds there. */
@Timeout(120)
class SwapDisturbedIT {
  @TempDir Path root;
  private Deploying mm;
  private Object space;
  private Object attachment;
  private Object before;
  private long section;
  private CompletableFuture<Map<String, Object>> swap;

  @BeforeEach
  void installTheFirstVersion() throws Exception {
    mm = new Deploying(root).boot();
    assertEquals("DONE", mm.order("install", mm.jar("1.0.0"), "EXECUTE").get("outcome"));
    space = mm.newSpace();
    attachment = mm.attach(space);
    before = device();
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private Object device() {
    return Foreign.call(attachment, "device");
  }

  private String access() {
    return Foreign.call(attachment, "access", 0L, "READ").toString();
  }

  private Bundle bundle(String version) {
    return mm.felix().bundles().stream()
        .filter(each -> UNIT.equals(each.getSymbolicName()))
        .filter(each -> each.getVersion().toString().equals(version))
        .findFirst()
        .orElseThrow();
  }

  /** Both versions are subscribed, and the swap waits for a section of this thread. */
  private void getIntoTheMiddle() throws Exception {
    Path next = mm.jar("2.0.0");
    section = Deploying.begin(space);
    swap =
        CompletableFuture.supplyAsync(
            () -> mm.order("swap", UNIT, next, "EXECUTE"), OwnThread.EACH);
    mm.await(() -> mm.history("2.0.0").contains("SHADOW"));
  }

  private void assertGivenUp() {
    Map<String, Object> report = swap.join();
    assertEquals("KEPT", report.get("outcome"), report::toString);
    assertTrue(mm.history("2.0.0").contains("FAILED"), () -> mm.history("2.0.0").toString());
  }

  private void assertFirstServes() throws Exception {
    assertGivenUp();
    assertSame(before, device());
    assertEquals("1.0.0", mm.version());
    assertEquals("REFUSED", access());
    assertEquals(
        "DONE", mm.order("swap", UNIT, mm.jar("3.0.0"), "EXECUTE").get("outcome"), "try again");
  }

  @Test
  void shouldKeepTheOldVersionWhenTheNewOneIsStoppedByHand() throws Exception {
    getIntoTheMiddle();
    CompletableFuture<Void> stopped = byHand(bundle("2.0.0"), Bundle::stop);
    Deploying.end(space, section);
    stopped.join();
    assertFirstServes();
  }

  @Test
  void shouldKeepTheOldVersionWhenTheNewOneIsUninstalledByHand() throws Exception {
    getIntoTheMiddle();
    CompletableFuture<Void> gone = byHand(bundle("2.0.0"), Bundle::uninstall);
    Deploying.end(space, section);
    gone.join();
    assertFirstServes();
  }

  @Test
  void shouldGiveUpWhenTheOldVersionIsStoppedByHand() throws Exception {
    getIntoTheMiddle();
    CompletableFuture<Void> stopped = byHand(bundle("1.0.0"), Bundle::stop);
    Deploying.end(space, section);
    stopped.join();
    assertGivenUp();
    assertEquals("DETACHED", access(), "whoever stops it wants none");
    bundle("1.0.0").start();
    assertEquals("REFUSED", access(), "it has its places again");
  }

  /** Is either done or waits for the swap when this returns, so that the section ends after it. */
  private CompletableFuture<Void> byHand(Bundle bundle, Act act) throws Exception {
    AtomicReference<Thread> hand = new AtomicReference<>();
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(
            () -> {
              hand.set(Thread.currentThread());
              try {
                act.on(bundle);
              } catch (BundleException e) {
                throw new AssertionError(e);
              }
            },
            OwnThread.EACH);
    mm.await(() -> done.isDone() || bundle.getState() == Bundle.STOPPING && waits(hand.get()));
    return done;
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  /** What somebody does. */
  @FunctionalInterface
  private interface Act {
    void on(Bundle bundle) throws BundleException;
  }

  @Test
  void shouldGiveUpWhenTheDriverIsQuarantined() throws Exception {
    getIntoTheMiddle();
    Object drivers = Foreign.call(mm.core(), "drivers");
    Foreign.call(
        drivers, "quarantine", "marking", mm.felix().finding("R1_1", "By hand.", "Release it."));
    Deploying.end(space, section);
    assertGivenUp();
    Foreign.call(drivers, "release", "marking");
    mm.await(() -> mm.felix().driver("marking").orElseThrow().get("state").equals("ADMITTED"));
    assertEquals("1.0.0", mm.version());
  }

  @Test
  void shouldRefuseOrdersInsideACallback_R2_8() throws Exception {
    Path next = mm.jar("2.0.0");
    List<String> refusals = new ArrayList<>();
    subscribe(
        (proxy, method, arguments) -> {
          if (method.getName().equals("start")) {
            refusals.addAll(refused(next));
          }
          return null;
        });
    Deploying.end(space, Deploying.begin(space));
    assertEquals(5, refusals.size());
    assertTrue(refusals.stream().allMatch(each -> each.contains("R2.8")), refusals::toString);
    assertEquals("1.0.0", mm.version());
    assertSame(before, device());
  }

  private void subscribe(InvocationHandler ears) throws Exception {
    Bundle contract = mm.felix().bundle("mm.api");
    Class<?> paired = contract.loadClass("mm.spi.PairedNotifier");
    Object declaration =
        contract
            .loadClass("mm.spi.Declaration")
            .getMethod("neverBlocking", String.class)
            .invoke(null, "ears");
    Object notifier =
        Proxy.newProxyInstance(paired.getClassLoader(), new Class<?>[] {paired}, ears);
    Foreign.call(space, "subscribe", notifier, declaration);
  }

  private List<String> refused(Path next) {
    return List.of(
        refused("swap", UNIT, next, "EXECUTE"),
        refused("swap", "mm.core", next, "EXECUTE"),
        refused("install", next, "EXECUTE"),
        refused("rollback", UNIT),
        refused("remove", UNIT, "EXECUTE"));
  }

  private String refused(String order, Object... arguments) {
    try {
      return "not refused: " + mm.order(order, arguments);
    } catch (RuntimeException e) {
      return e.getMessage();
    }
  }

  @Test
  void shouldRollBackByItselfWhenTheNewVersionIsQuarantinedOnProbation() throws Exception {
    assertEquals("DONE", mm.order("swap", UNIT, mm.jar("2.0.0"), "EXECUTE").get("outcome"));
    Foreign.call(
        Foreign.call(mm.core(), "drivers"),
        "quarantine",
        "marking",
        mm.felix().finding("R1_1", "By hand.", "Release it."));
    mm.awaitVersion("1.0.0");
    mm.await(() -> mm.history("2.0.0").contains("GONE"));
    assertEquals("REFUSED", access());
  }
}

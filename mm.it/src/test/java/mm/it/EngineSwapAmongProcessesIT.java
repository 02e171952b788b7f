package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fork, exec, exit and the OOM reaper, each in each phase of a swap of the engine itself. */
@Timeout(120)
class EngineSwapAmongProcessesIT {
  private static final String ENGINE = "mm.core";

  @TempDir Path root;
  private Inhabited mm;
  private Object lasting;
  private String shipped;

  @BeforeEach
  void boot() throws Exception {
    mm = new Inhabited(root);
    mm.settle("p");
    lasting = mm.mm.felix().service("mm.deploy.service.LastingSpaces");
    shipped = mm.mm.version(ENGINE);
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private void assertUse(boolean served) {
    Set<String> outcomes = mm.use();
    assertTrue(
        served
            ? Set.of("HIT", "MADE").containsAll(outcomes)
            : outcomes.stream().allMatch(each -> each.startsWith("DETACHED")),
        () -> outcomes + "\n" + mm.mm.felix().drivers() + "\n" + mm.trace);
  }

  private void assertServed() {
    mm.awaitAttended();
    int begin = mm.trace.now();
    assertUse(true);
    for (String space : List.of("p-parent", "p-child", "p-caller")) {
      for (String each : List.of("serve", "start", "end")) {
        assertEquals(Set.of("1.0.0"), mm.trace.versions(begin, space, each), space + " " + each);
      }
    }
    mm.assertNothingWrong(Set.of());
    assertEquals("1.0.0", mm.mm.version(Inhabited.UNIT), "the driver's bundle is not touched");
  }

  /** The phases before the engine stops, while there is none, and after. */
  @ParameterizedTest
  @CsvSource({
    "INSTALLED, 7.0.0, true",
    "VALIDATED, 7.0.0, true",
    "DRAINING, '', true",
    "STOPPED, '', false",
    "ACTIVE, 7.0.0, true",
    "GONE, '', true"
  })
  void shouldLoseNothing(String phase, String version, boolean attended) throws Exception {
    Hold hold = Hold.at(mm.mm.felix(), version.isEmpty() ? shipped : version, phase);
    CompletableFuture<Map<String, Object>> swap = mm.swap(ENGINE, mm.mm.engineJar("7.0.0"));
    hold.await();
    if (attended) {
      mm.awaitAttended();
    }
    int begin = mm.trace.now();
    mm.disturb("p");
    Set<String> told = attended ? Set.of("1.0.0") : Set.of();
    for (String each : List.of("attach", "serve", "start", "end")) {
      assertEquals(told, mm.trace.versions(begin, "p-child", each), each);
    }
    for (String space : List.of("p-leaver", "p-caller", "p-victim")) {
      assertEquals(told, mm.trace.versions(begin, space, "detach"), space);
    }
    assertUse(attended);
    assertFalse(swap.isDone());
    hold.end();
    assertEquals("DONE", swap.join().get("outcome"), () -> swap.join().toString());
    assertServed();
  }

  @Test
  void shouldBringAllBackIntoTheOldEngineWhenTheNextOneDoesNotStart() throws Exception {
    Hold hold = Hold.at(mm.mm.felix(), shipped, "STOPPED");
    CompletableFuture<Map<String, Object>> swap =
        mm.swap(ENGINE, mm.mm.engineJar("7.0.0", "Bundle-Activator", "no.such.Activator"));
    hold.await();
    mm.disturb("p");
    hold.end();
    assertEquals("KEPT", swap.join().get("outcome"), () -> swap.join().toString());
    assertServed();
  }

  @Test
  void shouldWaitForSectionsWhileProcessesComeAndGo() throws Exception {
    Object space = Foreign.call(lasting, "createSpace", "space");
    Foreign.call(Foreign.call(lasting, "drivers"), "attach", "tracing", space);
    long section = Deploying.begin(space);
    CompletableFuture<Map<String, Object>> swap = mm.swap(ENGINE, mm.mm.engineJar("7.0.0"));
    mm.mm.await(() -> mm.mm.history(ENGINE, shipped).contains("DRAINING"));
    mm.disturb("p");
    assertFalse(swap.isDone(), "a section is open");
    Deploying.end(space, section);
    assertEquals("DONE", swap.join().get("outcome"), () -> swap.join().toString());
    mm.mm.await(() -> (Boolean) Foreign.call(lasting, "attended"));
    Foreign.call(space, "release");
    assertServed();
  }

  /** A section that begins while there is no engine keeps the drivers out until it ends (R4.2). */
  @Test
  void shouldLetNoDriverInBeforeASectionEndsThatNobodyWasToldOf_R4_2() throws Exception {
    Object space = Foreign.call(lasting, "createSpace", "space");
    Foreign.call(Foreign.call(lasting, "drivers"), "attach", "tracing", space);
    Hold hold = Hold.at(mm.mm.felix(), shipped, "STOPPED");
    CompletableFuture<Map<String, Object>> swap = mm.swap(ENGINE, mm.mm.engineJar("7.0.0"));
    hold.await();
    int begin = mm.trace.now();
    long section = Deploying.begin(space);
    hold.end();
    assertEquals("DONE", swap.join().get("outcome"), () -> swap.join().toString());
    mm.mm.await(() -> !mm.trace.versions(begin, "p-parent", "attach").isEmpty());
    assertEquals(Set.of(), mm.trace.versions(begin, "space", "attach"));
    assertFalse((Boolean) Foreign.call(lasting, "attended"));
    Deploying.end(space, section);
    mm.mm.await(() -> (Boolean) Foreign.call(lasting, "attended"));
    assertEquals(Set.of("1.0.0"), mm.trace.versions(begin, "space", "attach"));
    Foreign.call(space, "release");
  }
}

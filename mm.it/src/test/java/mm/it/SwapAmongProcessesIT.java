package mm.it;

import static mm.it.Inhabited.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;

/**
 * Fork, exec, exit and the OOM reaper, each in each phase of a swap. The deployer stands still
 * meanwhile; {@code SoakIT} does the same at random.
 */
@Timeout(120)
class SwapAmongProcessesIT {
  private static final Set<String> GONE_PROCESSES = Set.of();

  @TempDir Path root;
  private Inhabited mm;

  @BeforeEach
  void boot() throws Exception {
    mm = new Inhabited(root);
    mm.settle("p");
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private static Set<String> versions(String several) {
    return several.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(several.split("\\+")));
  }

  /**
   * Who is told of what happens now, and who serves: in the child, the new program and the victim.
   */
  private void assertDisturbed(Set<String> told, String serving) {
    int begin = mm.trace.now();
    mm.disturb("p");
    for (String space : List.of("p-child", "p-victim", "p-parent")) {
      assertEquals(told, Set.copyOf(mm.trace.versions(begin, space, "start")), "told in " + space);
      assertEquals(told, Set.copyOf(mm.trace.versions(begin, space, "end")), "told in " + space);
    }
    for (String space : List.of("p-child", "p-caller")) {
      assertEquals(told, Set.copyOf(mm.trace.versions(begin, space, "attach")), space);
      assertEquals(Set.of(serving), mm.trace.versions(begin, space, "serve"), space);
    }
    for (String space : List.of("p-leaver", "p-caller", "p-victim")) {
      assertEquals(told, Set.copyOf(mm.trace.versions(begin, space, "release")), space);
      assertEquals(told, Set.copyOf(mm.trace.versions(begin, space, "detach")), space);
    }
  }

  /** Whoever lives is served by one version, and it alone hears of everything. */
  private void assertServedBy(String version) {
    int begin = mm.trace.now();
    Set<String> outcomes = mm.use();
    assertTrue(Set.of("HIT", "MADE").containsAll(outcomes), outcomes::toString);
    for (String space : List.of("p-parent", "p-child", "p-caller")) {
      for (String each : List.of("serve", "start", "end")) {
        assertEquals(Set.of(version), mm.trace.versions(begin, space, each), space + " " + each);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2.0.0, INSTALLED, 1.0.0, 1.0.0",
    "2.0.0, VALIDATED, 1.0.0, 1.0.0",
    "2.0.0, STANDBY, 1.0.0, 1.0.0",
    "2.0.0, SHADOW, 1.0.0+2.0.0, 1.0.0",
    "2.0.0, ACTIVE, 1.0.0+2.0.0, 2.0.0",
    "1.0.0, DRAINING, 1.0.0+2.0.0, 2.0.0",
    "1.0.0, STOPPED, 2.0.0, 2.0.0"
  })
  void shouldLoseNothing_R4_5(String held, String phase, String told, String serving)
      throws Exception {
    Hold hold = Hold.at(mm.mm.felix(), held, phase);
    CompletableFuture<Map<String, Object>> swap = mm.swap(UNIT, mm.driver("2.0.0"));
    hold.await();
    assertDisturbed(versions(told), serving);
    assertFalse(swap.isDone());
    hold.end();
    assertEquals("DONE", swap.join().get("outcome"), () -> swap.join().toString());
    assertServedBy("2.0.0");
    mm.assertNothingWrong(GONE_PROCESSES);
    assertEquals("2.0.0", mm.mm.version(UNIT));
  }

  @Test
  void shouldDrainASectionWhileProcessesComeAndGo_R4_1() throws Exception {
    Hold hold = Hold.at(mm.mm.felix(), "2.0.0", "ACTIVE");
    CompletableFuture<Map<String, Object>> swap = mm.swap(UNIT, mm.driver("2.0.0"));
    hold.await();
    Object space = mm.mm.newSpace();
    Object attachment =
        Foreign.call(Foreign.call(mm.mm.core(), "drivers"), "attach", "tracing", space);
    long section = Deploying.begin(space);
    hold.end();
    mm.mm.await(() -> mm.mm.history(UNIT, "1.0.0").contains("DRAINING"));
    assertDisturbed(Set.of("1.0.0", "2.0.0"), "2.0.0");
    assertFalse(swap.isDone(), "a section is open that the version before saw begin");
    Deploying.end(space, section);
    assertEquals("DONE", swap.join().get("outcome"), () -> swap.join().toString());
    assertEquals(Set.of("1.0.0", "2.0.0"), Set.copyOf(mm.trace.versions(0, "space", "end")));
    Foreign.call(attachment, "close");
    assertServedBy("2.0.0");
    mm.assertNothingWrong(GONE_PROCESSES);
  }

  @ParameterizedTest
  @CsvSource({"SHADOW, 1.0.0", "ACTIVE, 2.0.0"})
  void shouldLeaveAllToTheOldVersionWhenTheSwapIsGivenUp(String phase, String serving)
      throws Exception {
    Hold hold = Hold.at(mm.mm.felix(), "2.0.0", phase);
    CompletableFuture<Map<String, Object>> swap = mm.swap(UNIT, mm.driver("2.0.0"));
    hold.await();
    assertDisturbed(Set.of("1.0.0", "2.0.0"), serving);
    Bundle next =
        mm.mm.felix().bundles().stream()
            .filter(each -> UNIT.equals(each.getSymbolicName()))
            .filter(each -> each.getVersion().getMajor() == 2)
            .findFirst()
            .orElseThrow();
    next.stop();
    hold.end();
    assertEquals("KEPT", swap.join().get("outcome"), () -> swap.join().toString());
    assertServedBy("1.0.0");
    mm.assertNothingWrong(GONE_PROCESSES);
    assertEquals("1.0.0", mm.mm.version(UNIT));
    mm.assertNoClassesLinger();
  }

  @Test
  void shouldRollBackWhileProcessesComeAndGo_R4_5() throws Exception {
    assertEquals("DONE", mm.swap(UNIT, mm.driver("2.0.0")).join().get("outcome"));
    Hold hold = Hold.at(mm.mm.felix(), "1.0.0", "SHADOW");
    CompletableFuture<Map<String, Object>> back =
        CompletableFuture.supplyAsync(() -> mm.mm.order("rollback", UNIT), OwnThread.EACH);
    hold.await();
    assertDisturbed(Set.of("1.0.0", "2.0.0"), "2.0.0");
    hold.end();
    assertEquals("DONE", back.join().get("outcome"), () -> back.join().toString());
    assertServedBy("1.0.0");
    mm.assertNothingWrong(GONE_PROCESSES);
    mm.assertNoClassesLinger();
  }

  /** The two spaces that had the drivers are wholly free of them, and so is the deployer. */
  @Test
  void shouldLoseNothingWhenAllProcessesEndInTheMiddle() throws Exception {
    Hold hold = Hold.at(mm.mm.felix(), "2.0.0", "SHADOW");
    CompletableFuture<Map<String, Object>> swap = mm.swap(UNIT, mm.driver("2.0.0"));
    hold.await();
    mm.assertNothingWrong(GONE_PROCESSES);
    hold.end();
    assertEquals("DONE", swap.join().get("outcome"), () -> swap.join().toString());
    assertEquals(Set.of(), mm.use());
  }
}

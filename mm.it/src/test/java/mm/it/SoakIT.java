package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import mm.it.testdrivers.BreakingDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Short soaks; long ones are run by hand. */
@Timeout(240)
class SoakIT {
  @TempDir Path storage;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Object> options = new HashMap<>();
  private Felix felix;

  @BeforeEach
  void boot() throws Exception {
    felix =
        Felix.distribution(
            storage.resolve("felix"),
            Map.of("mm.deploy.swap.limit.millis", "30000", "mm.deploy.probation.millis", "1000"));
    options.put("swaps", 16);
    options.put("seconds", 0);
    options.put("threads", 2);
    options.put("updates", 0);
    options.put("drivers", List.of("kvm", "i915", "amd-iommu"));
    options.put("seed", 1L);
    options.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
    options.put("err", System.err);
  }

  @AfterEach
  void halt() throws Exception {
    felix.close();
  }

  @SuppressWarnings("unchecked") // The property is the promise about the types.
  private int soak() {
    return ((ToIntFunction<Map<String, Object>>)
            felix.service(ToIntFunction.class, "(mm.verb=soak)").orElseThrow())
        .applyAsInt(options);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void assertNothingLost() {
    for (String each : List.of("lost", "split", "stale", "gaps", "errors")) {
      assertTrue(text().contains(String.format("%-22s 0%n", each)), this::text);
    }
  }

  @Test
  void shouldLoseNothing_R4_5() {
    assertEquals(0, soak(), this::text);
    assertNothingLost();
    assertTrue(text().contains("swapsDone              16"), this::text);
  }

  @Test
  void shouldLoseNothingWhileTheEngineItselfIsSwapped() {
    options.put("engines", 3);
    options.put("swaps", 8);
    assertEquals(0, soak(), this::text);
    assertNothingLost();
    assertTrue(text().contains("engineSwaps            3"), this::text);
  }

  @Test
  void shouldLoseNothingInChaosThoughSwapsAreGivenUp() {
    options.put("chaos", true);
    options.put("swaps", 25);
    soak();
    assertNothingLost();
    assertTrue(!text().contains("swapsGivenUp           0 "), this::text);
    assertTrue(text().contains("REFUSED"), this::text);
  }

  /** So that a reader sees what the framework's own way costs. */
  @Test
  void shouldPrintWhatBundleUpdateDoesToTheSameLoad() {
    options.put("swaps", 4);
    options.put("updates", 8);
    assertEquals(0, soak(), this::text);
    assertNothingLost();
    assertTrue(text().contains("bundleUpdate           {updates=8, lost="), this::text);
    assertTrue(text().matches("(?s).*bundleUpdate [^\\n]* gaps=[1-9].*"), this::text);
  }

  /** The deployer stands still while a version drains: who listens is waited for. */
  @Test
  void shouldCatchASlowDrain() throws Exception {
    Transitions.listen(
        felix,
        step -> {
          if (step.get("to").equals("DRAINING")) {
            dawdle();
          }
        });
    options.put("swaps", 1);
    assertEquals(1, soak(), this::text);
    assertNothingLost();
    assertTrue(text().contains("swapsDone              1"), this::text);
  }

  /** The planted bug; on a busy machine it takes more to be told from what everything takes. */
  private static void dawdle() {
    long began = System.nanoTime();
    long longest = TimeUnit.MILLISECONDS.toNanos(50);
    long before = began;
    while (before - began < 40 * longest) {
      LockSupport.parkNanos(1_000_000);
      long now = System.nanoTime();
      longest = Math.max(longest, now - before);
      before = now;
    }
  }

  @Test
  void shouldCatchANaiveSwap() {
    options.put("naive", true);
    options.put("swaps", 8);
    options.put("json", true);
    assertEquals(1, soak(), this::text);
    assertTrue(text().startsWith("{\"clean\":false"), this::text);
    assertTrue(!text().contains("\"gaps\":0,"), this::text);
  }

  /** Nothing is lost by it: whoever waits where it must not keeps the others waiting. */
  @Test
  void shouldCatchABrokenPromise_R1_1() throws Exception {
    Bundle bundle =
        felix.install(
            TestBundle.of(BreakingDriver.class, "breaking").write(storage.resolve("test.jar")));
    bundle.start();
    Class<?> loaded = bundle.loadClass(BreakingDriver.class.getName());
    ((AtomicBoolean) loaded.getField("WAITS").get(null)).set(true);
    options.put("drivers", List.of("breaking"));
    options.put("swaps", 1);
    assertEquals(1, soak(), this::text);
    assertNothingLost();
    assertTrue(text().contains("brokenPromises         [R1.1: breaking: "), this::text);
  }

  @Test
  void shouldRefuseADriverThatIsNotThereAndLeaveNothingBehind() {
    options.put("drivers", List.of("nobody"));
    assertEquals(2, soak());
    assertTrue(
        felix.bundles().stream()
            .noneMatch(each -> "mm.soak.witness".equals(each.getSymbolicName())));
  }
}

package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import mm.it.testdrivers.Population;
import mm.it.testdrivers.PopulationActivator;
import mm.it.testdrivers.TracingDriver;
import mm.tck.support.OwnThread;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** A Felix with a simulated machine, whose processes all have the tracing driver. */
final class Inhabited implements AutoCloseable {
  static final String UNIT = "test.tracing";

  final Deploying mm;
  final Trace trace = new Trace();
  private final Path root;
  private final Object population;

  Inhabited(Path root) throws Exception {
    this.root = root;
    mm = new Deploying(root).boot();
    assertEquals("DONE", mm.order("install", driver("1.0.0"), "EXECUTE").get("outcome"));
    Path client =
        TestBundle.client(
            root.resolve("client.jar"),
            PopulationActivator.class,
            "mm.api,mm.spi,mm.machine,mm.deploy.service,org.osgi.framework",
            Population.class,
            Class.forName("mm.it.testdrivers.MachinePopulation"));
    Bundle bundle = mm.felix().install(client);
    bundle.start();
    population = mm.felix().service(Population.class.getName());
  }

  Path driver(String version) throws Exception {
    return mm.jar(TestBundle.of(TracingDriver.class, "tracing").inVersion(version));
  }

  /** Gives an order on another thread. */
  CompletableFuture<Map<String, Object>> swap(String unit, Path jar) {
    return CompletableFuture.supplyAsync(
        () -> mm.order("swap", unit, jar, "EXECUTE"), OwnThread.EACH);
  }

  void settle(String prefix) {
    Foreign.call(population, "settle", prefix);
  }

  /** Forks, executes, exits, and is reaped. */
  void disturb(String prefix) {
    Foreign.call(population, "fork");
    Foreign.call(population, "exec");
    Foreign.call(population, "exit");
    assertEquals(prefix + "-victim REAPED true", Foreign.call(population, "reap"));
  }

  @SuppressWarnings("unchecked") // As its interface says.
  Set<String> use() {
    return Set.copyOf((List<String>) Foreign.call(population, "use"));
  }

  /** Waits until every process's space is in an engine. */
  void awaitAttended() {
    mm.await(() -> (Boolean) Foreign.call(population, "attended"));
  }

  /** All processes end; nothing was stale, no pair split, nobody heard anything after its end. */
  void assertNothingWrong(Set<String> stillHere) {
    assertEquals(List.of(), Foreign.call(population, "findings"));
    Foreign.call(population, "end");
    assertEquals(List.of(), Foreign.call(population, "findings"));
    assertEquals(List.of(), Foreign.call(mm.core(), "violations"));
    trace.assertWhole(stillHere);
  }

  void assertNoClassesLinger() {
    mm.await(
        () -> {
          System.gc();
          return ((List<?>) Foreign.call(mm.deployment(), "lingering")).isEmpty();
        });
  }

  @Override
  public void close() throws BundleException {
    mm.close();
    Trace.end();
  }
}

package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** The built distribution, in a real Felix. */
class DistributionIT {
  private static final Path HOME = Path.of(System.getProperty("mm.home"));
  private static final Path RESOLVED = Path.of(System.getProperty("mm.resolved"));

  @TempDir Path storage;

  @Test
  void shouldStartEveryBundle() throws Exception {
    try (Felix felix = Felix.distribution(storage)) {
      List<Bundle> others =
          felix.bundles().stream().filter(each -> each.getState() != Bundle.ACTIVE).toList();
      assertEquals(List.of(), others);
      assertTrue(felix.bundles().size() > 8, "vacuous: " + felix.bundles());
    }
  }

  /**
   * The one list of them: a driver that is lost on the way into the distribution is missed here.
   */
  @Test
  void shouldAdmitItsDrivers() throws Exception {
    try (Felix felix = Felix.distribution(storage)) {
      assertEquals(
          Stream.of("amd-iommu", "gru", "hfi1", "hmm", "i915", "intel-svm", "kvm", "nouveau")
              .map(id -> id + " ADMITTED")
              .collect(Collectors.toSet()),
          felix.drivers().stream()
              .map(driver -> driver.get("id") + " " + driver.get("state"))
              .collect(Collectors.toSet()),
          () -> felix.drivers().toString());
    }
  }

  @Test
  void shouldOfferTheVerbReplay() throws Exception {
    try (Felix felix = Felix.distribution(storage)) {
      assertTrue(felix.service(ToIntFunction.class, "(mm.verb=replay)").isPresent());
    }
  }

  @Test
  void shouldForgetADriverThatStopsAndAdmitItAgain() throws Exception {
    try (Felix felix = Felix.distribution(storage)) {
      felix.bundle("drivers.kvm").stop();
      assertFalse(felix.driver("kvm").isPresent(), () -> felix.drivers().toString());
      felix.bundle("drivers.kvm").start();
      assertEquals("ADMITTED", felix.driver("kvm").orElseThrow().get("state"));
    }
  }

  @Test
  void shouldStartWithoutDrivers() throws Exception {
    try (Felix felix = Felix.engine(storage)) {
      assertEquals(List.of(), felix.drivers());
    }
  }

  /** The resolver proved that its set works together, so that set is what has to be shipped. */
  @Test
  void shouldShipExactlyWhatTheResolverChose() throws Exception {
    Set<String> shipped = names("bundles", "bundles/control", "bundles/shell", "deploy");
    assertEquals(names(RESOLVED.resolve("export/mm")), shipped);
    assertTrue(shipped.size() > 10, "vacuous: " + shipped);
  }

  private static Set<String> names(String... folders) throws Exception {
    Set<String> names = new TreeSet<>();
    for (String folder : folders) {
      names.addAll(names(HOME.resolve(folder)));
    }
    return names;
  }

  private static Set<String> names(Path folder) throws Exception {
    try (Stream<Path> jars = Felix.jars(folder).stream()) {
      return jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}

package mm.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import drivers.kvm.KvmDriver;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import mm.lab.explore.Limits;
import mm.lab.explore.Reduction;
import mm.lab.result.Cell;
import mm.lab.run.DriverSource;
import mm.lab.run.Lab;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.ScenarioException;
import mm.lab.scenario.ScenarioReader;
import mm.spi.NotifierDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What static fields keep reaches whom it reaches in Felix, and nobody else. */
class BundleClassesTest {
  private static final String SERVICE = "META-INF/services/" + NotifierDriver.class.getName();

  @TempDir Path folder;

  /** Finds the driver as one that comes by {@code --bundles}. */
  private Catalogue withSticky() throws IOException {
    Path service = folder.resolve(SERVICE);
    Files.createDirectories(service.getParent());
    Files.writeString(service, StickyDriver.class.getName());
    URL[] where = {folder.toUri().toURL()};
    return new Catalogue(new URLClassLoader(where, getClass().getClassLoader()));
  }

  private static Outcome outcome(DriverSource drivers, String threads) throws ScenarioException {
    String text =
        "{name: sticky, title: A title, sources: [a test], spaces: {p: 0..1}, expect: {ours: right},"
            + " drivers: {one: {bundle: sticky, holds: 0},"
            + " two: {bundle: sticky, attach: later}}, threads: {"
            + threads
            + "}}";
    Scenario scenario =
        new ScenarioReader(Set.of("sticky"), (id, options) -> Optional.empty(), Lab.generations())
            .read("sticky.yaml", text);
    Lab lab = new Lab(drivers, Limits.usual(), Reduction.RACES, progress -> {});
    Cell cell = lab.cell(scenario, "all", Lab.ruleSet(scenario, Lab.OURS), Optional.empty());
    assertTrue(cell.explored().runs() > 1, "several orders");
    return cell.outcome();
  }

  private static final String SEVERAL_ORDERS = "cpu: [discard p 0], other: [touch p 0]";
  private static final String SWAP =
      "cpu: [swap one two, access one 0, discard p 0], other: [touch p 0]";
  private static final String STOP_AND_START =
      "cpu: [detach one, attach one, access one 0, discard p 0], other: [touch p 0]";

  @Test
  void shouldForgetWhatAnotherOrderLeft() throws Exception {
    assertEquals(Outcome.RIGHT, outcome(withSticky(), SEVERAL_ORDERS));
  }

  @Test
  void shouldLoadTheBundleOfASuccessorOnceMore() throws Exception {
    assertEquals(Outcome.RIGHT, outcome(withSticky(), SWAP));
  }

  /** As in Felix: the bundle is the same. */
  @Test
  void shouldFindWhatADriverRemembersWhoseClassesStay() throws Exception {
    assertEquals(Outcome.CORRUPTS, outcome(withSticky(), STOP_AND_START));
  }

  /** So the lab can tell. */
  @Test
  void shouldDifferWhereClassesAreShared() throws Exception {
    for (String threads : List.of(SEVERAL_ORDERS, SWAP)) {
      assertEquals(Outcome.CORRUPTS, outcome(nth -> id -> new StickyDriver(), threads), threads);
    }
  }

  @Test
  void shouldKeepTheLoadsOfABundleThatRemembersNothing() throws Exception {
    BundleClasses kvm = new BundleClasses(KvmDriver.class);
    assertSame(KvmDriver.class.getClassLoader(), kvm.loader(0));
    assertSame(kvm.loader(1), kvm.loader(1));
    Class<?> again = kvm.loader(1).loadClass(KvmDriver.class.getName());
    assertNotSame(KvmDriver.class, again);
    assertSame(NotifierDriver.class, again.getInterfaces()[0], "the contract is shared");
    assertNotSame(again, kvm.loader(2).loadClass(KvmDriver.class.getName()));
  }

  /** Else every order would pay for it. */
  @Test
  void shouldKnowThatDriversThatComeWithMmRememberNothing() {
    Catalogue catalogue = new Catalogue();
    for (String id : List.of("kvm", "gru", "i915", "amd-iommu", "hfi1", "nouveau", "hmm")) {
      assertSame(
          catalogue.load(0).apply(id).getClass(), catalogue.load(0).apply(id).getClass(), id);
      assertNotSame(catalogue.load(0).apply(id).getClass(), catalogue.load(1).apply(id).getClass());
    }
  }

  private static final class Plain {
    static final int NUMBER = 1;
    static final Nested NESTED = new Nested("a", null);
    static final Set<Nested> ALL = Set.of(NESTED);
  }

  private record Nested(String text, Nested next) {}

  private enum Unit {
    PAGE("page"),
    FRAME("frame") {
      @Override
      public String toString() {
        return "frames";
      }
    };

    private final String text;

    Unit(String text) {
      this.text = text;
    }
  }

  private enum Registry {
    INSTANCE;

    private final Map<String, Integer> counts = new HashMap<>();
  }

  private enum Flag {
    ONLY;

    private boolean up;
  }

  private static final class PerThread {
    static final ThreadLocal<String> LAST = new ThreadLocal<>();
  }

  private static final class Writes {
    static String last;
  }

  private static final class Counts {
    static final AtomicInteger COUNT = new AtomicInteger();
  }

  private static final class Holds {
    static final List<byte[]> BYTES = List.of(new byte[1]);
  }

  private static boolean remembers(Class<?> type) {
    return StaticState.isIn(List.of(type.getName()), type.getClassLoader());
  }

  @Test
  void shouldTellConstantsFromWhatCanBeWritten() {
    for (Class<?> each : List.of(Plain.class, Unit.class)) {
      assertFalse(remembers(each), each.getName());
    }
    for (Class<?> each : List.of(Writes.class, Counts.class, Holds.class)) {
      assertTrue(remembers(each), each.getName());
    }
    assertTrue(StaticState.isIn(List.of("no.such.Class"), getClass().getClassLoader()));
  }

  /** What is written is neither a static field nor what one names. */
  @Test
  void shouldFindWhatConstantsOfAnEnumAndThreadLocalsKeep() {
    for (Class<?> each : List.of(Registry.class, Flag.class, PerThread.class)) {
      assertTrue(remembers(each), each.getName());
    }
  }

  @Test
  void shouldShareABundleOfSeveralReleasesThatIsAModule() throws Exception {
    Path jar = folder.resolve("nested.jar");
    String name = Nested.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String each : List.of(name, "META-INF/versions/9/" + name, "module-info.class")) {
        out.putNextEntry(new ZipEntry(each));
        getClass().getClassLoader().getResourceAsStream(name).transferTo(out);
      }
    }
    try (URLClassLoader around =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      BundleClasses bundle = new BundleClasses(around.loadClass(Nested.class.getName()));
      assertSame(around, bundle.loader(0));
      assertSame(bundle.loader(1), bundle.loader(1));
    }
  }
}

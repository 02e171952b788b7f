package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import mm.tck.support.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bundle is the unit: drivers.iommu brings AMD and Intel, which are swapped together. */
@Timeout(120)
class DeployUnitIT {
  private static final String IOMMU = "drivers.iommu";
  private static final Set<String> BOTH = Set.of("amd-iommu", "intel-svm");

  @TempDir Path root;
  private final LongAdder sections = new LongAdder();
  private final LongAdder looks = new LongAdder();
  private final List<String> wrong = new ArrayList<>(); // guarded by itself
  private final List<Object> attachments = new ArrayList<>();
  private Deploying mm;
  private Object space;
  private volatile boolean over;

  @BeforeEach
  void attachBoth() throws Exception {
    mm = new Deploying(root).boot();
    assertEquals("DONE", mm.order("install", jar("1.0.0"), "EXECUTE").get("outcome"));
    space = mm.newSpace();
    for (String each : BOTH) {
      attachments.add(Foreign.call(Foreign.call(mm.core(), "drivers"), "attach", each, space));
    }
  }

  @AfterEach
  void close() throws Exception {
    over = true;
    mm.close();
  }

  private Path jar(String version) throws Exception {
    Path shipped =
        mm.felix().driverJars().stream()
            .filter(each -> each.getFileName().toString().startsWith(IOMMU))
            .findFirst()
            .orElseThrow();
    return TestBundle.another(shipped, root.resolve(version), "Bundle-Version", version);
  }

  private void change() {
    while (!over) {
      Deploying.end(space, Deploying.begin(space));
      sections.increment();
      for (Object each : attachments) {
        String outcome = Foreign.call(each, "access", 0L, "READ").toString();
        if (outcome.equals("DETACHED")) {
          report(Foreign.call(each, "driver") + " did not answer");
        }
      }
    }
  }

  private void look() {
    while (!over) {
      Set<Object> origins =
          mm.felix().drivers().stream()
              .filter(each -> BOTH.contains(each.get("id")) && each.get("state").equals("ADMITTED"))
              .map(each -> each.get("bundle"))
              .collect(Collectors.toSet());
      looks.increment();
      if (origins.size() > 1) {
        report("in charge at once: " + origins);
      }
    }
  }

  private void report(String what) {
    synchronized (wrong) {
      wrong.add(what);
    }
  }

  @Test
  void shouldSwapAllDriversOfABundleTogetherUnderLoad_R4_5() throws Exception {
    List<CompletableFuture<Void>> load =
        List.of(
            CompletableFuture.runAsync(this::change, OwnThread.EACH),
            CompletableFuture.runAsync(this::look, OwnThread.EACH));
    for (int version = 2; version < 8; version++) {
      Map<String, Object> report = mm.order("swap", "intel-svm", jar(version + ".0.0"), "EXECUTE");
      assertEquals("DONE", report.get("outcome"), report::toString);
      long looked = looks.sum();
      long changed = sections.sum();
      mm.await(() -> looks.sum() > looked + 5 && sections.sum() > changed + 5);
    }
    over = true;
    load.forEach(CompletableFuture::join);
    assertEquals(List.of(), wrong);
    for (String each : BOTH) {
      assertEquals(IOMMU + " 7.0.0", mm.felix().driver(each).orElseThrow().get("bundle"));
    }
  }

  @Test
  void shouldRollBackAllDriversOfABundleTogether() throws Exception {
    assertEquals("DONE", mm.order("swap", IOMMU, jar("2.0.0"), "EXECUTE").get("outcome"));
    assertEquals("DONE", mm.order("rollback", "amd-iommu").get("outcome"));
    for (String each : BOTH) {
      assertEquals(IOMMU + " 1.0.0", mm.felix().driver(each).orElseThrow().get("bundle"));
    }
  }
}

package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another version of drivers.kvm goes on where the one before it stopped. */
@Timeout(120)
class HandOverIT {
  private static final int PAGES = 100;
  private static final long PAGE_SIZE = 4096;

  @TempDir Path root;
  private final AtomicInteger faults = new AtomicInteger();
  private Deploying mm;
  private Object space;
  private Object attachment;

  @BeforeEach
  void useSomePages() throws Exception {
    mm = new Deploying(root).boot();
    mm.drop(jar("1.0.0"), "kvm.jar");
    mm.await(() -> mm.felix().driver("kvm").isPresent());
    space = Foreign.call(mm.core(), "createSpace", "space", pages());
    attachment = Foreign.call(Foreign.call(mm.core(), "drivers"), "attach", "kvm", space);
    touchAll("MADE");
    touchAll("HIT");
    assertEquals(PAGES, faults.get());
  }

  @AfterEach
  void close() throws Exception {
    mm.close();
  }

  private Path jar(String version) throws Exception {
    Path deploy = Path.of(System.getProperty("mm.home")).resolve("deploy");
    Path jar =
        Felix.jars(deploy).stream()
            .filter(each -> each.getFileName().toString().startsWith("drivers.kvm"))
            .findFirst()
            .orElseThrow();
    Path copy = root.resolve("kvm-" + version + ".jar");
    try (JarFile from = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(from.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (OutputStream out = Files.newOutputStream(copy);
          JarOutputStream to = new JarOutputStream(out, manifest)) {
        for (JarEntry each : from.stream().toList()) {
          if (!each.isDirectory() && !each.getName().equals(JarFile.MANIFEST_NAME)) {
            to.putNextEntry(new JarEntry(each.getName()));
            try (InputStream in = from.getInputStream(each)) {
              in.transferTo(to);
            }
          }
        }
      }
    }
    return copy;
  }

  /** Each page leads to the frame of its number; looks are counted. */
  private Object pages() throws Exception {
    ClassLoader api = mm.core().getClass().getClassLoader();
    Class<?> access = api.loadClass("mm.spi.Access");
    Method present = api.loadClass("mm.spi.Page").getMethod("present", long.class, access);
    Object write = access.getField("WRITE").get(null);
    return Proxy.newProxyInstance(
        api,
        new Class<?>[] {api.loadClass("mm.spi.PageSource")},
        (proxy, method, arguments) -> {
          faults.incrementAndGet();
          return present.invoke(null, (Long) arguments[0] / PAGE_SIZE, write);
        });
  }

  private void touchAll(String expected) {
    for (int i = 1; i <= PAGES; i++) {
      Object outcome = Foreign.call(attachment, "access", i * PAGE_SIZE, "WRITE");
      assertEquals(expected, outcome.toString(), "page " + i);
    }
  }

  @Test
  void shouldFaultNothingInAgain_R4_5() throws Exception {
    Object before = Foreign.call(attachment, "device");
    Map<String, Object> report = mm.order("swap", "drivers.kvm", jar("2.0.0"), "EXECUTE");
    assertEquals("DONE", report.get("outcome"), report::toString);
    Map<String, Object> swap = Foreign.record(((Optional<?>) report.get("swap")).orElseThrow());
    assertEquals(1, swap.get("handedOver"), swap::toString);
    assertEquals(false, before.equals(Foreign.call(attachment, "device")));
    touchAll("HIT");
    assertEquals(PAGES, faults.get(), "no look-up since the swap");
    long section = (Long) Foreign.call(space, "begin", "UNMAP", PAGE_SIZE, 2 * PAGE_SIZE);
    Foreign.call(space, "end", section);
    assertEquals(
        "MADE", Foreign.call(attachment, "access", PAGE_SIZE, "WRITE").toString(), "told, too");
  }
}

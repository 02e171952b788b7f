package mm.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.build.Workspace;
import aQute.bnd.osgi.Processor;
import aQute.bnd.repository.fileset.FileSetRepository;
import biz.aQute.resolve.Bndrun;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import mm.verify.jar.JarContents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.resolver.ResolutionException;

/** Requirements on drivers by filter: bnd and Felix decide alike, and absent means refused. */
class ResolutionTest {
  private static final String CONTRACT = "mm.api;version=0.1.0,mm.spi;version=0.1.0";
  private static final String CORE = "mm.notifier.core;version:Version=1.0";

  @TempDir private Path folder;

  private static TestBundle driver() {
    return TestBundle.right().header("Bundle-SymbolicName", "driver");
  }

  private static byte[] wanting(String filter) {
    String manifest =
        "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: policy\n"
            + "Require-Capability: mm.notifier.driver;filter:=\""
            + filter
            + "\"\n";
    return TestJars.of(Map.of(JarContents.MANIFEST, manifest.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "(blocking=never), true",
    "(&(mm.notifier.driver=test)(version>=1)(callbacks=end)(failure=never)), true",
    "(blocking=when-allowed), false",
    "(version>=2), false",
    "(subscription=interval), false",
    "(speed=high), false"
  })
  void shouldDecideInFelixAsInBnd(String filter, boolean found) throws Exception {
    assertEquals(found, resolvesInFelix(driver().jar(), wanting(filter)));
    assertEquals(found, resolvesInBnd(driver().jar(), wanting(filter)));
  }

  /** Why no attribute may be missing: a comparison with it is false, and its negation true. */
  @Test
  void shouldRefuseAnAbsentAttributeUnlessAsked() throws Exception {
    byte[] silent = driver().withoutAttribute("blocking").jar();
    assertEquals(false, resolvesInFelix(silent, wanting("(blocking=never)")));
    assertEquals(false, resolvesInBnd(silent, wanting("(blocking=never)")));
    assertEquals(true, resolvesInFelix(silent, wanting("(!(blocking=when-allowed))")));
    assertEquals(true, resolvesInBnd(silent, wanting("(!(blocking=when-allowed))")));
  }

  private boolean resolvesInFelix(byte[] driver, byte[] policy) throws Exception {
    Framework felix =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage",
                    Files.createTempDirectory(folder, "felix").toString(),
                    "felix.log.level",
                    "0",
                    "org.osgi.framework.system.packages.extra",
                    CONTRACT,
                    "org.osgi.framework.system.capabilities.extra",
                    CORE));
    felix.start();
    try {
      felix
          .getBundleContext()
          .installBundle("mem:driver", new ByteArrayInputStream(driver))
          .start();
      Bundle bundle =
          felix.getBundleContext().installBundle("mem:policy", new ByteArrayInputStream(policy));
      bundle.start();
      return true;
    } catch (BundleException e) {
      assertEquals(BundleException.RESOLVE_ERROR, e.getType());
      return false;
    } finally {
      felix.stop();
      felix.waitForStop(10_000);
    }
  }

  private boolean resolvesInBnd(byte[] driver, byte[] policy) throws Exception {
    Path place = Files.createTempDirectory(folder, "bnd");
    Path one = Files.write(place.resolve("driver.jar"), driver);
    Path two = Files.write(place.resolve("policy.jar"), policy);
    Path file =
        Files.writeString(
            place.resolve("x.bndrun"),
            "-runrequires: bnd.identity;id=policy\n-runee: JavaSE-17\n-runfw: none\n"
                + "-runprovidedcapabilities: "
                + CORE
                + "\n-runsystempackages: "
                + CONTRACT
                + "\n");
    try (Workspace workspace = Workspace.createStandaloneWorkspace(new Processor(), place.toUri());
        Bndrun run = Bndrun.createBndrun(workspace, file.toFile())) {
      workspace.addBasicPlugin(new FileSetRepository("test", List.of(one.toFile(), two.toFile())));
      String bundles = run.resolve(false, false);
      assertTrue(bundles.contains("driver"), bundles);
      return true;
    } catch (ResolutionException e) {
      return false;
    }
  }

  @Test
  void shouldNotResolveWithoutTheEngine() throws Exception {
    byte[] lonely =
        driver()
            .header("Require-Capability", "mm.notifier.elsewhere;filter:=\"(version>=1.0)\"")
            .jar();
    assertEquals(false, resolvesInFelix(lonely, wanting("(blocking=never)")));
    assertEquals(false, resolvesInBnd(lonely, wanting("(blocking=never)")));
  }
}

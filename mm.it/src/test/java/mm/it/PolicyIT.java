package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** A policy from Configuration Admin decides about drivers, before they run and while they do. */
@Timeout(120)
class PolicyIT {
  private static final String MARK = "mm.it.mark";

  @TempDir Path folder;
  private Felix felix;
  private Policies policies;

  @BeforeEach
  void boot() throws Exception {
    System.clearProperty(MARK);
    felix = Felix.distribution(folder.resolve("storage"));
    policies = new Policies(felix);
  }

  @AfterEach
  void halt() throws Exception {
    felix.close();
    System.clearProperty(MARK);
  }

  private Bundle installMarking() throws Exception {
    Bundle bundle = felix.install(new TestBundle().write(folder.resolve("test.jar")));
    bundle.start();
    return bundle;
  }

  @Test
  void shouldWelcomeEverybodyWithoutConfiguration() {
    assertEquals(0, felix.services("mm.api.DriverPolicy", null));
    assertTrue(felix.drivers().stream().allMatch(row -> row.get("state").equals("ADMITTED")));
  }

  @Test
  void shouldExamineLiveDriversWhenThePolicyChanges_R6_22() throws Exception {
    policies.configure("allow", "(blocking=never)");
    policies.await("kvm", declares("kvm"));
    policies.await("i915", declares("i915"));
    assertEquals("QUARANTINED", policies.state("i915"), "else nothing was tested");
    assertEquals("R6.22", policies.rule("i915"));
    policies.delete();
    policies.await("i915", "ADMITTED");
  }

  private String declares(String id) {
    Map<?, ?> capability = (Map<?, ?>) felix.driver(id).orElseThrow().get("capability");
    return capability.get("blocking").equals("never") ? "ADMITTED" : "QUARANTINED";
  }

  @Test
  void shouldRunNoCodeOfADriverThatIsNotWelcomeAndLookAgainLater() throws Exception {
    policies.configure("idAllowList", "gru");
    policies.await("i915", "QUARANTINED");
    installMarking();
    assertEquals("REFUSED", policies.state("marking"));
    assertEquals("R6.22", policies.rule("marking"));
    assertNull(System.getProperty(MARK), "none of its code may have run");
    policies.configure("idAllowList", "gru,marking");
    policies.await("marking", "ADMITTED");
    assertEquals("ADMITTED", policies.state("gru"));
  }

  /** Whoever decides stops the bundle that it is asked about, as another thread may. */
  @Test
  void shouldForgetADriverWhoseBundleStopsWhileItIsLookedAtAgain() throws Exception {
    policies.configure("idAllowList", "gru");
    policies.await("i915", "QUARANTINED");
    Bundle marking = installMarking();
    assertEquals("REFUSED", policies.state("marking"));
    AtomicInteger asked = new AtomicInteger();
    decide(
        declared -> {
          if (declared.toString().contains("marking") && asked.incrementAndGet() == 1) {
            stop(marking);
          }
        });
    assertEquals(1, asked.get());
    assertEquals("GONE", policies.state("marking"));
    marking.start();
    assertEquals("ADMITTED", policies.state("marking"));
  }

  /** A policy that lets everybody in, and goes before the others. */
  private void decide(Consumer<Object> asked) throws Exception {
    String type = "mm.api.DriverPolicy";
    Bundle engine = felix.bundle("mm.core");
    Object policy =
        Proxy.newProxyInstance(
            engine.loadClass(type).getClassLoader(),
            new Class<?>[] {engine.loadClass(type)},
            (self, method, arguments) -> {
              if (method.getName().equals("judge")) {
                asked.accept(arguments[0]);
                return List.of();
              }
              return method.getName().equals("hashCode")
                  ? (Object) System.identityHashCode(self)
                  : method.getName().equals("equals") ? self == arguments[0] : null;
            });
    engine
        .getBundleContext()
        .registerService(type, policy, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 100)));
  }

  private static void stop(Bundle bundle) {
    try {
      bundle.stop();
    } catch (BundleException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldKnowJarsByTheirHash() throws Exception {
    Path jar = new TestBundle().write(folder.resolve("test.jar"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
    policies.configure("sha256AllowList", HexFormat.of().formatHex(hash));
    policies.await("i915", "QUARANTINED");
    felix.install(jar).start();
    assertEquals("ADMITTED", policies.state("marking"));
  }

  @Test
  void shouldKeepTheLastGoodPolicyWhenANewOneCannotBeFollowed() throws Exception {
    policies.configure("idAllowList", "gru");
    policies.await("i915", "QUARANTINED");
    policies.configure("allow", "(blocking=never", "idAllowList", "i915");
    policies.configure("idAllowList", "gru,kvm"); // told after the bad one
    policies.await("kvm", "ADMITTED");
    assertEquals("QUARANTINED", policies.state("i915"));
  }

  @Test
  void shouldDescribeThePolicyToFrontEnds() {
    assertEquals(List.of("mm", "mm.policy"), described("mm.deploy"));
    assertEquals(List.of("mm.driver.i915"), described("drivers.i915"));
  }

  private List<?> described(String bundle) {
    Object service = felix.service("org.osgi.service.metatype.MetaTypeService");
    Object information = Foreign.call(service, "getMetaTypeInformation", felix.bundle(bundle));
    return Stream.of((Object[]) Foreign.call(information, "getPids")).sorted().toList();
  }

  @Test
  void shouldQuarantineAndReleaseByTheEngine() throws Exception {
    Object drivers = Foreign.call(felix.service("mm.api.NotifierCore"), "drivers");
    Foreign.call(drivers, "quarantine", "kvm", felix.finding("R1_1", "By hand.", "Release it."));
    assertEquals("QUARANTINED", policies.state("kvm"));
    assertEquals("R1.1", policies.rule("kvm"));
    Foreign.call(drivers, "release", "kvm");
    assertEquals("ADMITTED", policies.state("kvm"));
  }
}

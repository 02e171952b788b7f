package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** A policy from Configuration Admin decides about drivers, before they run and while they do. */
@Timeout(60)
class PolicyIT {
  private static final String MARK = "mm.it.mark";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  @TempDir Path folder;
  private Felix felix;

  @BeforeEach
  void boot() throws Exception {
    System.clearProperty(MARK);
    felix = Felix.distribution(folder.resolve("storage"));
  }

  @AfterEach
  void halt() throws Exception {
    felix.close();
    System.clearProperty(MARK);
  }

  /** By reflection: the bundle's classes are not those of the test. */
  private static Object call(Object target, String name, Class<?>[] types, Object... arguments)
      throws Exception {
    for (Class<?> type : target.getClass().getInterfaces()) {
      for (Method each : type.getMethods()) {
        if (each.getName().equals(name)
            && List.of(each.getParameterTypes()).equals(List.of(types))) {
          return each.invoke(target, arguments);
        }
      }
    }
    throw new AssertionError(name);
  }

  private Object service(String type) throws Exception {
    ServiceReference<?>[] all = felix.context().getAllServiceReferences(type, null);
    return felix.context().getService(all[0]);
  }

  private Object configuration() throws Exception {
    Class<?>[] types = {String.class, String.class};
    return call(
        service("org.osgi.service.cm.ConfigurationAdmin"),
        "getConfiguration",
        types,
        "mm.policy",
        null);
  }

  private void configure(String... keysAndValues) throws Exception {
    Dictionary<String, Object> values = new Hashtable<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    call(configuration(), "update", new Class<?>[] {Dictionary.class}, values);
  }

  private String state(String id) {
    return felix.driver(id).map(row -> row.get("state").toString()).orElse("GONE");
  }

  /** Configuration Admin tells of changes on a thread of its own. */
  private void await(String id, String state) {
    awaitThat(() -> state(id).equals(state), id);
  }

  private void awaitThat(BooleanSupplier condition, String id) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < PATIENCE, () -> felix.driver(id).toString());
      Thread.onSpinWait();
    }
  }

  private Bundle installMarking() throws Exception {
    Bundle bundle = felix.install(new TestBundle().write(folder.resolve("test.jar")));
    bundle.start();
    return bundle;
  }

  private String rule(String id) {
    List<?> refusals = (List<?>) felix.driver(id).orElseThrow().get("refusals");
    return ((Map<?, ?>) refusals.get(0)).get("rule").toString();
  }

  @Test
  void shouldWelcomeEverybodyWithoutConfiguration() {
    assertEquals(0, felix.services("mm.api.DriverPolicy", null));
    assertTrue(felix.drivers().stream().allMatch(row -> row.get("state").equals("ADMITTED")));
  }

  @Test
  void shouldExamineLiveDriversWhenThePolicyChanges_R6_22() throws Exception {
    configure("allow", "(blocking=never)");
    await("kvm", declares("kvm"));
    await("i915", declares("i915"));
    assertEquals("QUARANTINED", state("i915"), "else nothing was tested");
    assertEquals("R6.22", rule("i915"));
    call(configuration(), "delete", new Class<?>[0]);
    await("i915", "ADMITTED");
  }

  private String declares(String id) {
    Map<?, ?> capability = (Map<?, ?>) felix.driver(id).orElseThrow().get("capability");
    return capability.get("blocking").equals("never") ? "ADMITTED" : "QUARANTINED";
  }

  @Test
  void shouldRunNoCodeOfADriverThatIsNotWelcomeAndLookAgainLater() throws Exception {
    configure("idAllowList", "gru");
    await("i915", "QUARANTINED");
    installMarking();
    assertEquals("REFUSED", state("marking"));
    assertEquals("R6.22", rule("marking"));
    assertNull(System.getProperty(MARK), "none of its code may have run");
    configure("idAllowList", "gru,marking");
    await("marking", "ADMITTED");
    assertEquals("ADMITTED", state("gru"));
  }

  @Test
  void shouldKnowJarsByTheirHash() throws Exception {
    Path jar = new TestBundle().write(folder.resolve("test.jar"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
    configure("sha256AllowList", HexFormat.of().formatHex(hash));
    await("i915", "QUARANTINED");
    felix.install(jar).start();
    assertEquals("ADMITTED", state("marking"));
  }

  @Test
  void shouldKeepTheLastGoodPolicyWhenANewOneCannotBeFollowed() throws Exception {
    configure("idAllowList", "gru");
    await("i915", "QUARANTINED");
    configure("allow", "(blocking=never", "idAllowList", "i915");
    configure("idAllowList", "gru,kvm"); // told after the bad one
    await("kvm", "ADMITTED");
    assertEquals("QUARANTINED", state("i915"));
  }

  @Test
  void shouldDescribeThePolicyToFrontEnds() {
    assertTrue(
        felix.bundle("mm.deploy").getEntry("OSGI-INF/metatype/mm.policy.xml") != null
            && felix.services("org.osgi.service.metatype.MetaTypeService", null) == 1);
  }

  @Test
  void shouldQuarantineAndReleaseByTheEngine() throws Exception {
    Object core = service("mm.api.NotifierCore");
    Object drivers = call(core, "drivers", new Class<?>[0]);
    ClassLoader api = interfaceOf(drivers, "mm.api.DriverRegistry").getClassLoader();
    Class<?> finding = api.loadClass("mm.api.Finding");
    Class<?> rules = api.loadClass("mm.api.Rule");
    Object why =
        finding
            .getConstructor(rules, String.class, String.class)
            .newInstance(rules.getField("R1_1").get(null), "By hand.", "Release it.");
    call(drivers, "quarantine", new Class<?>[] {String.class, finding}, "kvm", why);
    assertEquals("QUARANTINED", state("kvm"));
    assertEquals("R1.1", rule("kvm"));
    call(drivers, "release", new Class<?>[] {String.class}, "kvm");
    assertEquals("ADMITTED", state("kvm"));
  }

  private static Class<?> interfaceOf(Object object, String name) {
    for (Class<?> each : object.getClass().getInterfaces()) {
      if (each.getName().equals(name)) {
        return each;
      }
    }
    throw new AssertionError(name);
  }
}

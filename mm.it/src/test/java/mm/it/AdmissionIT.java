package mm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mm.it.testdrivers.MarkingActivator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * What the engine does with driver bundles that are not what they should be: a rule id, a sentence
 * that says how to mend it, none of their code run, and the others unharmed.
 */
class AdmissionIT {
  private static final String MARK = "mm.it.mark";

  @TempDir Path folder;
  private Felix felix;
  private int others;

  @BeforeEach
  void boot() throws Exception {
    System.clearProperty(MARK);
    felix = Felix.distribution(folder.resolve("storage"));
    others = felix.drivers().size();
    assertTrue(others > 1, () -> "vacuous: " + felix.drivers());
  }

  @AfterEach
  void halt() throws Exception {
    felix.close();
    System.clearProperty(MARK);
  }

  private Bundle install(TestBundle bundle) throws Exception {
    return felix.install(bundle.write(folder.resolve("test.jar")));
  }

  private void assertRefused(String rule, TestBundle bad) throws Exception {
    install(bad).start();
    assertRefused(rule);
  }

  private void assertRefused(String rule) {
    Map<String, Object> row =
        felix.drivers().stream()
            .filter(each -> each.get("bundle").toString().startsWith("test.marking"))
            .findFirst()
            .orElseThrow();
    assertEquals("REFUSED", row.get("state"));
    List<?> refusals = (List<?>) row.get("refusals");
    Map<?, ?> first = (Map<?, ?>) refusals.get(0);
    assertEquals(rule, first.get("rule"), refusals.toString());
    assertFalse(first.get("message").toString().isBlank());
    assertFalse(first.get("mend").toString().isBlank());
    assertNull(System.getProperty(MARK), "none of its code may have run");
    assertEquals(
        others,
        felix.drivers().stream().filter(each -> each.get("state").equals("ADMITTED")).count());
    assertEquals(others, felix.services("mm.spi.NotifierDriver", null));
  }

  @Test
  void shouldAdmitTheBundleThatTheOthersDifferFrom() throws Exception {
    install(new TestBundle()).start();
    assertEquals("ADMITTED", felix.driver("marking").orElseThrow().get("state"));
    assertNotNull(System.getProperty(MARK), "else the mark proves nothing");
    assertEquals(others + 1, felix.services("mm.spi.NotifierDriver", null));
  }

  @Test
  void shouldRefuseABundleWithoutCapability_R6_1() throws Exception {
    assertRefused("R6.1", new TestBundle().withoutCapability());
  }

  @Test
  void shouldRefuseAMissingAttribute_R6_2() throws Exception {
    assertRefused("R6.2", new TestBundle().without("allocation"));
  }

  @Test
  void shouldRefuseAnUnknownAttribute_R6_3() throws Exception {
    assertRefused("R6.3", new TestBundle().attribute("mayFail", "false"));
  }

  @Test
  void shouldRefuseAValueOutOfRange_R6_4() throws Exception {
    assertRefused("R6.4", new TestBundle().attribute("blocking", "always"));
  }

  @Test
  void shouldRefuseDecliningTogetherWithEnd_R1_3() throws Exception {
    assertRefused("R1.3", new TestBundle().attribute("failure", "when-forbidden"));
  }

  @Test
  void shouldRefuseAClassThatContradictsItsCapability_R6_5() throws Exception {
    assertRefused(
        "R6.5",
        new TestBundle().attribute("callbacks:List<String>", "release,start,end,change-pte"));
  }

  @Test
  void shouldRefuseAClassThatIsNotThere_R6_8() throws Exception {
    assertRefused("R6.8", new TestBundle().naming("mm.it.testdrivers.Nobody"));
  }

  @Test
  void shouldRefuseAnActivatorBeforeItRuns_R6_7() throws Exception {
    assertVetoed("Bundle-Activator", MarkingActivator.class.getName());
  }

  @Test
  void shouldRefuseComponents_R6_7() throws Exception {
    assertVetoed("Service-Component", "OSGI-INF/x.xml");
  }

  @Test
  void shouldRefuseDynamicImports_R6_7() throws Exception {
    assertVetoed("DynamicImport-Package", "*");
  }

  private void assertVetoed(String header, String value) throws Exception {
    Bundle bundle = install(new TestBundle().header(header, value));
    assertThrows(BundleException.class, bundle::start);
    assertEquals(Bundle.INSTALLED, bundle.getState());
    assertRefused("R6.7");
    bundle.uninstall();
    assertEquals(others, felix.drivers().size(), "a refusal goes with its bundle");
  }

  @Test
  void shouldRefuseASecondDriverOfOneId_R6_9() throws Exception {
    install(new TestBundle()).start();
    System.clearProperty(MARK);
    Path second =
        new TestBundle().header("Bundle-Version", "2.0.0").write(folder.resolve("second.jar"));
    felix.install(second).start();
    assertEquals(
        List.of("ADMITTED", "REFUSED"),
        felix.drivers().stream()
            .filter(each -> each.get("id").equals("marking"))
            .map(each -> each.get("state"))
            .toList());
  }

  @Test
  void shouldAdmitTheMendedBundle() throws Exception {
    Bundle bad = install(new TestBundle().without("pages"));
    bad.start();
    assertRefused("R6.2");
    bad.uninstall();
    Path mended = new TestBundle().write(folder.resolve("mended.jar"));
    felix.install(mended).start();
    assertEquals("ADMITTED", felix.driver("marking").orElseThrow().get("state"));
    assertEquals(others + 1, felix.drivers().size());
  }

  @Test
  void shouldReadmitADriverThatIsReinstalled() throws Exception {
    Bundle kvm = felix.bundle("drivers.kvm");
    Path jar =
        felix.driverJars().stream()
            .filter(each -> each.toString().contains("drivers.kvm"))
            .findFirst()
            .orElseThrow();
    kvm.uninstall();
    assertFalse(felix.driver("kvm").isPresent());
    felix.install(jar).start();
    assertEquals("ADMITTED", felix.driver("kvm").orElseThrow().get("state"));
    assertEquals(others, felix.services("mm.spi.NotifierDriver", null));
  }
}

package mm.deploy.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.api.DriverPolicy;
import mm.api.DriverPolicy.Reaction;
import mm.api.Rule;
import mm.api.Violation;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.PageHold;
import mm.spi.SubscriptionKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.cm.ConfigurationException;

class PolicyConfigurationTest {
  private static final Violation WAITED = new Violation(Rule.R1_1, "kvm", "space", "waited", 1);

  private final List<Optional<DriverPolicy>> inForce = new ArrayList<>();
  private Optional<Path> jar = Optional.empty();
  private final PolicyConfiguration configuration =
      new PolicyConfiguration(origin -> jar, inForce::add);

  private static DriverCapability driver(String id, MayBlock blocking) {
    return new DriverCapability(
        id,
        "1.10.0",
        blocking,
        MayDecline.NEVER,
        MayAllocate.NEVER,
        EnumSet.of(SubscriptionKind.LIST),
        EnumSet.of(Callback.RELEASE, Callback.START, Callback.END),
        PageHold.UNPINNED,
        "none");
  }

  private static final DriverCapability KVM = driver("kvm", MayBlock.NEVER);
  private static final DriverCapability I915 = driver("i915", MayBlock.WHEN_ALLOWED);

  private void configure(Object... keysAndValues) throws ConfigurationException {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    configuration.configure(values);
  }

  private DriverPolicy policy() {
    return inForce.get(inForce.size() - 1).orElseThrow();
  }

  private boolean welcome(DriverCapability driver) {
    return policy().judge(driver, "bundle 1.0.0").isEmpty();
  }

  @Test
  void shouldWelcomeWhatMatchesTheFilter_R6_22() throws ConfigurationException {
    configure("allow", "(&(blocking=never)(version>=1.9))");
    assertEquals(true, welcome(KVM));
    assertEquals(false, welcome(I915));
    assertEquals(Rule.R6_22, policy().judge(I915, "b").get(0).rule());
  }

  @Test
  void shouldWelcomeWhoIsInTheList() throws ConfigurationException {
    configure("idAllowList", new String[] {"kvm", "gru"});
    assertEquals(true, welcome(KVM));
    assertEquals(false, welcome(I915));
    configure("idAllowList", "i915, gru");
    assertEquals(true, welcome(I915));
    assertEquals(false, welcome(KVM));
  }

  @Test
  void shouldRefuseWhatHasNoJarToLookAt() throws ConfigurationException {
    configure("sha256AllowList", "0".repeat(64));
    assertEquals(false, welcome(KVM));
  }

  @Test
  void shouldReactAsConfigured() throws ConfigurationException {
    configure("reaction", "quarantine");
    assertEquals(Reaction.QUARANTINE, policy().reaction(WAITED));
    configure("allow", "(blocking=never)");
    assertEquals(Reaction.REPORT, policy().reaction(WAITED));
  }

  @ParameterizedTest
  @CsvSource({
    "allow, (blocking=never",
    "allow, (blockng=never)",
    "allow, (!(speed=slow))",
    "alow, (blocking=never)",
    "allow, (blocking=nver)",
    "allow, (!(callbacks=begin))",
    "allow, (version=one)",
    "allow, (mm.notifier.driver=KVM)",
    "allow, (&(blocking=never)(blocking=when-allowed))",
    "allow, (&(pages=pinned)(!(pages=*)))",
    "allow, (&(failure=when-forbidden)(callbacks=end))",
    "allow, (&(subscription=secondary-tlb)(callbacks=start))",
    "allow, (&(version>=2)(!(version>=1.9)))",
    "allow, (&(mm.notifier.driver=kvm)(mm.notifier.driver=gru))",
    "idAllowList, KVM!",
    "idAllowList, ','",
    "sha256AllowList, 1234",
    "signerAllowList, nobody",
    "reaction, shoot"
  })
  void shouldKeepTheLastGoodOneWhenANewOneCannotBeFollowed(String key, String value)
      throws ConfigurationException {
    configure("idAllowList", "kvm");
    DriverPolicy good = policy();
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> configure(key, value));
    assertEquals(key, refused.getProperty());
    assertSame(good, policy());
    assertEquals(1, inForce.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(|(blocking=never)(failure=when-forbidden))",
        "(&(version>=1)(!(version>=2)))",
        "(&(!(version<=1.0.0))(!(version>=1.0.1)))",
        "(&(failure=opportunistic)(callbacks=end))",
        "(&(subscription=list)(subscription=interval)(callbacks=try-start)(pages=pinned))",
        "(&(mm.notifier.driver=*-iommu)(callbacks=*flush*)(allocation=never))",
        "(&(hardware=*GPU*)(hardware>=A)(!(hardware=GPU)))",
        "(hardware=a \\(b\\) \\* c)"
      })
  void shouldTakeWhatSomeDriverCanMatch(String filter) throws ConfigurationException {
    configure("allow", filter);
    assertEquals(1, inForce.size());
  }

  @Test
  void shouldKeepTheLastGoodOneWhenItsPartsContradictEachOther() throws ConfigurationException {
    configure("allow", "(mm.notifier.driver=kvm)", "idAllowList", "kvm,gru");
    DriverPolicy good = policy();
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> configure("allow", "(mm.notifier.driver=kvm)", "idAllowList", "gru"));
    assertTrue(refused.getMessage().contains("contradicts idAllowList"), refused.getMessage());
    assertSame(good, policy());
  }

  @Test
  void shouldWelcomeNobodyWhenTheFirstOneCannotBeFollowed() throws ConfigurationException {
    assertThrows(ConfigurationException.class, () -> configure("reaction", "shoot"));
    assertEquals(false, welcome(KVM));
    configure("reaction", "stop");
    assertEquals(true, welcome(KVM));
  }

  @Test
  void shouldWelcomeNobodyWhenTheFirstOneCannotBeRead() throws ConfigurationException {
    configuration.unreadable();
    assertEquals(false, welcome(KVM));
    configure("idAllowList", "kvm");
    DriverPolicy good = policy();
    configuration.unreadable();
    assertSame(good, policy());
  }

  @Test
  void shouldWelcomeEverybodyAgainWhenTheConfigurationIsDeleted() throws ConfigurationException {
    configure("idAllowList", "gru");
    configuration.configure(Map.of());
    assertEquals(Optional.empty(), inForce.get(1));
  }
}

package mm.spi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mm.api.Finding;
import mm.api.Rule;
import mm.spi.Callback;
import mm.spi.DriverCapability;
import mm.spi.MayBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityRulesTest {
  private final Map<String, Object> attributes = new HashMap<>();

  CapabilityRulesTest() {
    attributes.put("mm.notifier.driver", "kvm");
    attributes.put("version", "1.0.0");
    attributes.put("blocking", "never");
    attributes.put("failure", "never");
    attributes.put("allocation", "never");
    attributes.put("subscription", List.of("list"));
    attributes.put("callbacks", List.of("release", "start", "end"));
    attributes.put("pages", "unpinned");
    attributes.put("hardware", "a virtual machine");
  }

  private DriverCapability right() {
    return assertInstanceOf(CheckedCapability.Right.class, CapabilityRules.check(attributes))
        .capability();
  }

  private List<Rule> wrong() {
    List<Finding> findings =
        assertInstanceOf(CheckedCapability.Wrong.class, CapabilityRules.check(attributes))
            .findings();
    assertTrue(
        findings.stream().noneMatch(f -> f.mend().isBlank()), "every finding says how to mend");
    return findings.stream().map(Finding::rule).toList();
  }

  @Test
  void shouldReadWhatIsRight() {
    DriverCapability capability = right();
    assertEquals("kvm", capability.id());
    assertEquals(MayBlock.NEVER, capability.blocking());
    assertTrue(capability.callbacks().contains(Callback.END));
    assertEquals(DriverAttributes.NAMES, List.copyOf(capability.attributes().keySet()));
    assertEquals(
        capability,
        ((CheckedCapability.Right) CapabilityRules.check(capability.attributes())).capability());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mm.notifier.driver",
        "version",
        "blocking",
        "failure",
        "allocation",
        "subscription",
        "callbacks",
        "pages",
        "hardware"
      })
  void shouldRefuseAMissingAttribute_R6_2(String name) {
    attributes.remove(name);
    assertEquals(List.of(Rule.R6_2), wrong());
  }

  @Test
  void shouldRefuseAnUnknownAttribute_R6_3() {
    attributes.put("mayfail", "true");
    assertEquals(List.of(Rule.R6_3), wrong());
  }

  @ParameterizedTest
  @CsvSource({
    "mm.notifier.driver, KVM",
    "version, one",
    "blocking, always",
    "blocking, true",
    "failure, sometimes",
    "allocation, yes",
    "subscription, tree",
    "callbacks, invalidate_range_start",
    "pages, held",
    "hardware, ' '"
  })
  void shouldRefuseAValueOutOfRange_R6_4(String name, String value) {
    attributes.put(name, value);
    assertTrue(wrong().contains(Rule.R6_4));
  }

  @Test
  void shouldRefuseWrongTypesAndEmptyOrDoubledLists_R6_4() {
    attributes.put("callbacks", List.of());
    assertEquals(List.of(Rule.R6_4), wrong());
    attributes.put("callbacks", List.of("release", "start", "end", "end"));
    assertEquals(List.of(Rule.R6_4), wrong());
    attributes.put("callbacks", List.of("release", "start", "end"));
    attributes.put("blocking", List.of("never"));
    assertEquals(List.of(Rule.R6_4), wrong());
  }

  @Test
  void shouldRefuseDecliningTogetherWithEnd_R1_3() {
    attributes.put("failure", "when-forbidden");
    attributes.put("callbacks", List.of("release", "try-start", "end"));
    assertEquals(List.of(Rule.R1_3), wrong());
    attributes.put("failure", "never");
    assertEquals(List.of(Rule.R1_3), wrong());
    attributes.put("failure", "opportunistic");
    right();
  }

  @Test
  void shouldRefuseCallbacksThatDoNotGoTogether_R6_6() {
    attributes.put("callbacks", List.of("release", "start"));
    assertEquals(List.of(Rule.R6_6), wrong());
    attributes.put("callbacks", List.of("release", "start", "end", "flush-secondary-tlb"));
    attributes.put("subscription", List.of("list", "secondary-tlb"));
    assertEquals(List.of(Rule.R6_6), wrong());
    attributes.put("callbacks", List.of("release"));
    attributes.put("failure", "when-forbidden");
    attributes.put("subscription", List.of("list"));
    assertEquals(List.of(Rule.R6_6), wrong());
  }

  @Test
  void shouldRefuseASubscriptionThatTheCallbacksDoNotNeed_R6_6() {
    attributes.put("subscription", List.of("list", "interval"));
    assertEquals(List.of(Rule.R6_6), wrong());
    attributes.put("callbacks", List.of("invalidate"));
    attributes.put("subscription", List.of("interval"));
    right();
    attributes.put("callbacks", List.of("release", "flush-secondary-tlb"));
    attributes.put("subscription", List.of("secondary-tlb"));
    right();
    attributes.put("callbacks", List.of("release", "try-start", "invalidate"));
    attributes.put("subscription", List.of("list", "interval"));
    attributes.put("failure", "when-forbidden");
    right();
  }

  @Test
  void shouldReportEverythingAtOnce() {
    attributes.remove("pages");
    attributes.put("extra", "x");
    attributes.put("blocking", "perhaps");
    assertEquals(List.of(Rule.R6_3, Rule.R6_4, Rule.R6_2), wrong());
  }
}

package mm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mm.api.Rule;
import mm.spi.Callback;
import mm.spi.DriverInfo;
import mm.spi.MayDecline;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import mm.spi.rules.ImplementationRules;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Declared = implemented = observed. */
interface MetadataRules extends Trial {
  @Test
  default void R6_2_shouldDeclareEveryAttributeRightly() {
    DriverInfo info = subject().newDriver().getClass().getAnnotation(DriverInfo.class);
    if (info == null) {
      fail("R6.1: the driver's class carries no @DriverInfo");
    }
    CheckedCapability checked = CapabilityRules.check(DriverAttributes.of(info));
    if (checked instanceof CheckedCapability.Wrong wrong) {
      fail(wrong.findings().toString());
    }
  }

  @Test
  default void R6_5_shouldImplementWhatItDeclares() {
    assertEquals(
        List.of(),
        ImplementationRules.check(subject().declared(), subject().newDriver().getClass()));
  }

  @Test
  default void R6_12_shouldAttachAndThrowNothing() {
    Assumptions.assumeTrue(
        ImplementationRules.check(subject().declared(), subject().newDriver().getClass()).isEmpty(),
        "not judged: see R6.5");
    subject().assertAttaches();
  }

  @Test
  default void R6_10_shouldBeToldThroughEveryDeclaredCallback() {
    Set<Callback> missing = EnumSet.copyOf(subject().declared().callbacks());
    missing.removeAll(subject().heardWithAnyOptions());
    assertEquals(Set.of(), missing, "declared and never called");
  }

  @Test
  default void R6_10_shouldNotDeclineUndeclared() {
    Subject subject = subject();
    subject.assumeThat(
        subject.declared().failure() == MayDecline.NEVER, "it declares that it may decline");
    Trial.exerciseAndFindNone(subject.rig(Footing.RETURNS), Rule.R6_10);
  }
}

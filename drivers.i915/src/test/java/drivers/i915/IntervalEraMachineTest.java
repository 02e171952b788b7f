package drivers.i915;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.spi.Access;
import mm.tck.support.MachineTrial;
import org.junit.jupiter.api.Test;

class IntervalEraMachineTest extends MachineTrial {
  IntervalEraMachineTest() {
    super(new I915Driver(), CoreOptions.defaults().withDriverOption("i915.era", "interval"));
  }

  @Test
  void shouldDeclineWhereWaitingIsForbiddenOnlyForAnObjectThatItHas() {
    AddressSpace space = process.space();
    long section = space.tryBegin(InvalidationEvent.UNMAP, base, base + 4096);
    assertNotEquals(AddressSpace.DECLINED, section);
    space.end(section);
    device.access(base, Access.WRITE);
    assertEquals(AddressSpace.DECLINED, space.tryBegin(InvalidationEvent.UNMAP, base, base + 4096));
    assertEquals(1, device.counters().held());
  }

  @Test
  void shouldRefuseAnotherEraAndAnotherOption() {
    for (String options : List.of("i915.era=list7", "i915.eta=list")) {
      try (NotifierCore other =
          NotifierCore.create(CoreOptions.defaults().withDriverOptions(options))) {
        other.drivers().admit(new I915Driver());
        AddressSpace space = other.createSpace("other");
        ContractException refused =
            assertThrows(ContractException.class, () -> other.drivers().attach("i915", space));
        assertEquals(Rule.R6_12, refused.rule());
        assertFalse(space.hasNotifiers());
      }
    }
  }
}

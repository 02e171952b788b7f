package drivers.hmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.ServiceLoader;
import mm.spi.DriverInfo;
import mm.spi.NotifierDriver;
import mm.spi.rules.CapabilityRules;
import mm.spi.rules.CheckedCapability;
import mm.spi.rules.DriverAttributes;
import mm.spi.rules.ImplementationRules;
import org.junit.jupiter.api.Test;

class HmmDriverTest {
  @Test
  void shouldDeclareWhatItImplements() {
    CheckedCapability checked =
        CapabilityRules.check(DriverAttributes.of(HmmDriver.class.getAnnotation(DriverInfo.class)));
    CheckedCapability.Right right = assertInstanceOf(CheckedCapability.Right.class, checked);
    assertEquals(List.of(), ImplementationRules.check(right.capability(), HmmDriver.class));
  }

  @Test
  void shouldBeFoundOnTheClassPath() {
    List<Class<?>> found =
        ServiceLoader.load(NotifierDriver.class).stream()
            .<Class<?>>map(ServiceLoader.Provider::type)
            .toList();
    assertEquals(List.of(HmmDriver.class), found);
  }
}

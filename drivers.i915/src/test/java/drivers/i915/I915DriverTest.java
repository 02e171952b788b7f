package drivers.i915;

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

class I915DriverTest {
  @Test
  void shouldDeclareWhatItImplements() {
    CheckedCapability checked =
        CapabilityRules.check(
            DriverAttributes.of(I915Driver.class.getAnnotation(DriverInfo.class)));
    CheckedCapability.Right right = assertInstanceOf(CheckedCapability.Right.class, checked);
    assertEquals(List.of(), ImplementationRules.check(right.capability(), I915Driver.class));
  }

  @Test
  void shouldBeFoundOnTheClassPath() {
    List<Class<?>> found =
        ServiceLoader.load(NotifierDriver.class).stream()
            .<Class<?>>map(ServiceLoader.Provider::type)
            .toList();
    assertEquals(List.of(I915Driver.class), found);
  }
}

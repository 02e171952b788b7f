package drivers.hfi1;

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

class Hfi1DriverTest {
  @Test
  void shouldDeclareWhatItImplements() {
    CheckedCapability checked =
        CapabilityRules.check(
            DriverAttributes.of(Hfi1Driver.class.getAnnotation(DriverInfo.class)));
    CheckedCapability.Right right = assertInstanceOf(CheckedCapability.Right.class, checked);
    assertEquals(List.of(), ImplementationRules.check(right.capability(), Hfi1Driver.class));
  }

  @Test
  void shouldBeFoundOnTheClassPath() {
    List<Class<?>> found =
        ServiceLoader.load(NotifierDriver.class).stream()
            .<Class<?>>map(ServiceLoader.Provider::type)
            .toList();
    assertEquals(List.of(Hfi1Driver.class), found);
  }
}

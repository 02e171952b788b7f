package drivers.iommu;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IommuDriversTest {
  @ParameterizedTest
  @ValueSource(classes = {AmdIommuDriver.class, IntelSvmDriver.class})
  void shouldDeclareWhatItImplements(Class<?> driver) {
    CheckedCapability checked =
        CapabilityRules.check(DriverAttributes.of(driver.getAnnotation(DriverInfo.class)));
    CheckedCapability.Right right = assertInstanceOf(CheckedCapability.Right.class, checked);
    assertEquals(List.of(), ImplementationRules.check(right.capability(), driver));
  }

  @Test
  void shouldBothBeFoundOnTheClassPath() {
    List<Class<?>> found =
        ServiceLoader.load(NotifierDriver.class).stream()
            .<Class<?>>map(ServiceLoader.Provider::type)
            .toList();
    assertEquals(List.of(AmdIommuDriver.class, IntelSvmDriver.class), found);
  }
}

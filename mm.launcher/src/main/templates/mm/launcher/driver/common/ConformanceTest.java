package %PACKAGE%;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

/** Every rule of the contract that applies to what the driver declares. */
class %CLASS%ConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new %CLASS%Driver();
  }
}

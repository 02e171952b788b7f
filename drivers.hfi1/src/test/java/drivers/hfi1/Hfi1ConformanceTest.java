package drivers.hfi1;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class Hfi1ConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new Hfi1Driver();
  }
}

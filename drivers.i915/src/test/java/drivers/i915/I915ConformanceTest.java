package drivers.i915;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class I915ConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new I915Driver();
  }
}

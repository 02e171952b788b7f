package drivers.nouveau;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class NouveauConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new NouveauDriver();
  }
}

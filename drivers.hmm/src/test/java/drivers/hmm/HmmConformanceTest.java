package drivers.hmm;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class HmmConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new HmmDriver();
  }
}

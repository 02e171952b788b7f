package drivers.gru;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class GruConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new GruDriver();
  }
}

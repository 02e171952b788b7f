package drivers.kvm;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class KvmConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new KvmDriver();
  }
}

package drivers.iommu;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class IntelSvmConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new IntelSvmDriver();
  }
}

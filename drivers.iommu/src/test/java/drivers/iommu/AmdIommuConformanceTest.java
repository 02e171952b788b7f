package drivers.iommu;

import mm.spi.NotifierDriver;
import mm.tck.DriverConformance;

class AmdIommuConformanceTest extends DriverConformance {
  @Override
  protected NotifierDriver newDriver() {
    return new AmdIommuDriver();
  }
}

package drivers.iommu;

import mm.tck.support.MachineTrial;

class AmdIommuMachineTest extends MachineTrial {
  AmdIommuMachineTest() {
    super(new AmdIommuDriver());
  }
}

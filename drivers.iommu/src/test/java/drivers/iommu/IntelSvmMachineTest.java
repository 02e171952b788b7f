package drivers.iommu;

import mm.tck.support.MachineTrial;

class IntelSvmMachineTest extends MachineTrial {
  IntelSvmMachineTest() {
    super(new IntelSvmDriver());
  }
}

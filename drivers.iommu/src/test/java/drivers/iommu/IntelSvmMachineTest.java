package drivers.iommu;

class IntelSvmMachineTest extends SvaMachineTest {
  IntelSvmMachineTest() {
    super(new IntelSvmDriver());
  }
}

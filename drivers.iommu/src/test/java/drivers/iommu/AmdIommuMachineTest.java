package drivers.iommu;

class AmdIommuMachineTest extends SvaMachineTest {
  AmdIommuMachineTest() {
    super(new AmdIommuDriver());
  }
}

package drivers.kvm;

import mm.tck.support.MachineTrial;

class KvmMachineTest extends MachineTrial {
  KvmMachineTest() {
    super(new KvmDriver());
  }
}

package drivers.hmm;

import mm.tck.support.MachineTrial;

class HmmMachineTest extends MachineTrial {
  HmmMachineTest() {
    super(new HmmDriver());
  }
}

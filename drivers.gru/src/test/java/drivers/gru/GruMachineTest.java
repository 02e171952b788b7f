package drivers.gru;

import mm.tck.support.MachineTrial;

class GruMachineTest extends MachineTrial {
  GruMachineTest() {
    super(new GruDriver());
  }
}

package drivers.nouveau;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.spi.Access;
import mm.tck.support.MachineTrial;
import org.junit.jupiter.api.Test;

class NouveauMachineTest extends MachineTrial {
  NouveauMachineTest() {
    super(new NouveauDriver());
  }

  @Test
  void required_R1_1_shouldDeclineWithoutWaitingWhereverItIs() {
    device.access(base, Access.WRITE);
    assertEquals(
        AddressSpace.DECLINED,
        process.space().tryBegin(InvalidationEvent.UNMAP, base, base + 4096));
    long elsewhere = base + PAGES * 4096L;
    assertEquals(
        AddressSpace.DECLINED,
        process.space().tryBegin(InvalidationEvent.UNMAP, elsewhere, elsewhere + 4096));
    assertEquals(1, device.counters().held());
  }
}

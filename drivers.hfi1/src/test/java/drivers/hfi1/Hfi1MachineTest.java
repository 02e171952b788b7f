package drivers.hfi1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.spi.Access;
import mm.tck.support.MachineTrial;
import org.junit.jupiter.api.Test;

class Hfi1MachineTest extends MachineTrial {
  Hfi1MachineTest() {
    super(new Hfi1Driver());
  }

  @Test
  void required_R1_1_shouldNeitherWaitNorDeclineWhereItMustNot() {
    device.access(base, Access.READ);
    device.access(base, Access.WRITE);
    long section = process.space().tryBegin(InvalidationEvent.UNMAP, base, base + 4096);
    assertNotEquals(AddressSpace.DECLINED, section);
    assertEquals(0, device.counters().held());
    process.space().end(section);
  }
}

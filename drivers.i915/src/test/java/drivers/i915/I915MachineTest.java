package drivers.i915;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.spi.Access;
import mm.tck.support.MachineTrial;
import org.junit.jupiter.api.Test;

class I915MachineTest extends MachineTrial {
  I915MachineTest() {
    super(new I915Driver());
  }

  @Test
  void required_R1_1_shouldDeclineWithoutWaitingWhileTheGpuIsBusyAndOnlyThen() {
    do {
      device.access(base, Access.WRITE);
    } while (tryChangeFirstPage());
    while (!tryChangeFirstPage()) {
      Thread.onSpinWait();
    }
    assertEquals(0, device.counters().held());
  }

  /** Tells whether the section was not declined. */
  private boolean tryChangeFirstPage() {
    long section = process.space().tryBegin(InvalidationEvent.UNMAP, base, base + 4096);
    if (section == AddressSpace.DECLINED) {
      return false;
    }
    process.space().end(section);
    return true;
  }
}

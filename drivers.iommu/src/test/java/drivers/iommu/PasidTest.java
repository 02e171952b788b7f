package drivers.iommu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import mm.api.AddressRange;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.SpinLock;
import mm.spi.Transfer;
import org.junit.jupiter.api.Test;

class PasidTest {
  private static final Page PAGE = Page.present(7, Access.WRITE);

  private final Pasid pasid = new Pasid(mock(SpinLock.class), FlushCommand.PAGE_OR_PASID, 2);

  private AccessOutcome fill(long address) {
    return pasid.fill(address, PAGE, pasid.flushes(), Transfer.NOTHING);
  }

  @Test
  void shouldLetNothingBeWalkedBeforeItIsValid() {
    assertEquals(Pasid.INVALID, pasid.flushes());
    assertEquals(AccessOutcome.DETACHED, pasid.fill(0x1000, PAGE, 0, Transfer.NOTHING));
    assertFalse(pasid.requestBegins());
    pasid.makeValid();
    assertEquals(AccessOutcome.MADE, fill(0x1000));
  }

  @Test
  void shouldStayClearedWhenTheSpaceDiesWhileItIsBound() {
    pasid.clear();
    pasid.makeValid();
    assertEquals(Pasid.INVALID, pasid.flushes());
    assertFalse(pasid.valid());
  }

  @Test
  void shouldEnterNothingThatWasWalkedBeforeAFlush() {
    pasid.makeValid();
    long noted = pasid.flushes();
    pasid.flush(0x9000, 0xa000);
    assertEquals(
        AccessOutcome.BUSY,
        pasid.fill(0x1000, PAGE, noted, Transfer.NOTHING),
        "whatever the range");
    assertEquals(1, pasid.counters().retries());
    assertEquals(AccessOutcome.MADE, fill(0x1000));
  }

  @Test
  void shouldFlushEveryDevice() {
    pasid.makeValid();
    fill(0x1000);
    pasid.nextDevice();
    assertFalse(
        pasid.touch(0x1000, Access.READ, Transfer.NOTHING), "the other device has walked nothing");
    fill(0x1000);
    assertEquals(2, pasid.copy(AddressRange.WHOLE).size());
    pasid.flush(0x1000, 0x2000);
    assertEquals(new DeviceCounters(0, 2, 2, 1, 0, 0), pasid.counters());
    pasid.flush(0x1000, 0x2000);
    assertEquals(1, pasid.counters().toldInVain());
  }

  @Test
  void shouldMoveOnToTheNextDeviceAfterATimeSlice() {
    pasid.makeValid();
    fill(0x1000);
    int hits = 0;
    while (pasid.touch(0x1000, Access.READ, Transfer.NOTHING)) {
      hits++;
    }
    assertEquals(Pasid.TIME_SLICE - 1, hits);
  }

  @Test
  void shouldBoundTheRequestsThatWait() {
    pasid.makeValid();
    for (int i = 0; i < Pasid.OUTSTANDING; i++) {
      assertTrue(pasid.requestBegins());
    }
    assertFalse(pasid.requestBegins());
    assertFalse(pasid.drained());
    pasid.requestEnds();
    assertTrue(pasid.requestBegins());
  }
}

package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mm.spi.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GruTlbTest {
  private static final int ASID = 3;

  private final GruTlb tlb = new GruTlb();

  private int drop(int asid, long page) {
    return tlb.dropIn(asid, page, page, Access.WRITE);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "10,20", "0,1024", "255,256", "100,400", "1,1000000", "900,100000000000"})
  void shouldPurgeExactlyTheRange(long from, long to) {
    for (long page = 0; page < GruTlb.CAPACITY; page++) {
      assertEquals(0, drop(ASID, page));
    }
    long expected = Math.min(to, GruTlb.CAPACITY) - from;
    assertEquals(expected, tlb.count(ASID, from, to));
    assertEquals(expected, tlb.purge(ASID, from, to));
    for (long page = 0; page < GruTlb.CAPACITY; page++) {
      assertEquals(page < from || page >= to, tlb.allows(ASID, page, Access.WRITE));
    }
  }

  @Test
  void shouldLoseAnOldEntryWhenASetIsFull() {
    int lost = 0;
    for (long page = 0; page < 2 * GruTlb.CAPACITY; page++) {
      lost += drop(ASID, page);
    }
    assertEquals(GruTlb.CAPACITY, lost);
    assertEquals(GruTlb.CAPACITY, tlb.count(ASID, 0, Long.MAX_VALUE));
  }

  @Test
  void shouldKeepOneEntryForEachPage() {
    drop(ASID, 5);
    assertEquals(1, tlb.dropIn(ASID, 5, 9, Access.READ));
    assertEquals(1, tlb.count(ASID, 0, Long.MAX_VALUE));
    assertFalse(tlb.allows(ASID, 5, Access.WRITE));
    tlb.forEach(ASID, 0, 10, (page, frame, rights) -> assertEquals(9, frame));
  }

  @Test
  void shouldTellAddressSpaceIdsApart() {
    drop(ASID, 5);
    drop(ASID + 1, 6);
    assertFalse(tlb.allows(ASID, 6, Access.READ));
    assertEquals(1, tlb.purge(ASID, 0, 10));
    assertTrue(tlb.allows(ASID + 1, 6, Access.READ));
    assertFalse(tlb.allows(ASID, 5, Access.READ));
  }

  @Test
  void shouldGiveUpEntriesOfOthersFirst() {
    for (long page = 0; page < GruTlb.CAPACITY; page++) {
      drop(ASID, page);
    }
    assertEquals(0, drop(ASID + 1, 0));
  }
}

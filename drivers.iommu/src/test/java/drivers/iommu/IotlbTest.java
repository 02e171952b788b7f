package drivers.iommu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import mm.spi.Access;
import mm.spi.Page;
import org.junit.jupiter.api.Test;

class IotlbTest {
  private static final Page PAGE = Page.present(7, Access.WRITE);

  private final Iotlb tlb = new Iotlb();

  private Map<Long, Long> shown(long from, long to) {
    Map<Long, Long> shown = new TreeMap<>();
    tlb.forEach(from, to, (page, frame, rights) -> shown.put(page, frame));
    return shown;
  }

  @Test
  void shouldAllowWhatTheTablesAllowed() {
    tlb.fill(3, Page.present(7, Access.READ));
    assertTrue(tlb.allows(3, Access.READ));
    assertFalse(tlb.allows(3, Access.WRITE));
    assertFalse(tlb.allows(4, Access.READ));
  }

  @Test
  void shouldReplaceTheEntryOfAPage() {
    assertEquals(0, tlb.fill(3, Page.present(7, Access.READ)));
    assertEquals(1, tlb.fill(3, Page.present(7, Access.WRITE)));
    assertTrue(tlb.allows(3, Access.WRITE));
    assertEquals(1, tlb.size());
  }

  @Test
  void shouldLoseAnEntryOnlyWhenItsSetIsFull() {
    long sameSet = Iotlb.CAPACITY / Iotlb.WAYS;
    for (int i = 0; i < Iotlb.WAYS; i++) {
      assertEquals(0, tlb.fill(i * sameSet, PAGE));
    }
    assertEquals(1, tlb.fill(Iotlb.WAYS * sameSet, PAGE));
    assertEquals(Iotlb.WAYS, tlb.size());
  }

  @Test
  void shouldDropExactlyTheRangeWhetherSmallOrLarge() {
    for (long page = 0; page < 400; page++) {
      tlb.fill(page, Page.present(page, Access.READ));
    }
    assertEquals(2, tlb.drop(10, 12));
    assertEquals(Map.of(9L, 9L, 12L, 12L), shown(9, 13));
    assertEquals(300, tlb.drop(50, 350));
    assertEquals(Map.of(49L, 49L, 350L, 350L), shown(49, 351));
    assertFalse(tlb.holdsAny(50, 350));
    assertFalse(tlb.holdsAny(10, 12));
    assertTrue(tlb.holdsAny(350, 351));
    assertTrue(tlb.holdsAny(0, 50));
    assertEquals(98, tlb.dropAll());
    assertEquals(0, tlb.size());
  }
}

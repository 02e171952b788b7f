package drivers.hfi1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mm.api.AddressRange;
import org.junit.jupiter.api.Test;

class PinnedPagesTest {
  private static final long FAR = 0x1000 * 256;

  private final PinnedPages<SendBuffer> pages = new PinnedPages<>();

  private void add(long... addresses) {
    for (long address : addresses) {
      pages.add(new SendBuffer(address, address >>> 12));
    }
  }

  private static Set<Long> addresses(SendBuffer first) {
    Set<Long> addresses = new TreeSet<>();
    for (SendBuffer page = first; page != null; page = page.next) {
      addresses.add(page.address);
    }
    return addresses;
  }

  @Test
  void shouldFindPagesThatShareABucket() {
    add(0x1000, 0x1000 + FAR, 0x1000 + 2 * FAR);
    pages.remove(pages.find(0x1000 + FAR));
    assertNotNull(pages.find(0x1000));
    assertNull(pages.find(0x1000 + FAR));
    assertNotNull(pages.find(0x1000 + 2 * FAR));
    assertEquals(2, pages.size());
  }

  @Test
  void shouldKnowThePageThatWasNotUsedForLongest() {
    add(0x1000, 0x2000, 0x3000);
    pages.use(pages.find(0x1000));
    assertEquals(0x2000, pages.oldest().address);
    pages.remove(pages.oldest());
    assertEquals(0x3000, pages.oldest().address);
    pages.use(pages.find(0x3000));
    assertEquals(0x1000, pages.oldest().address);
  }

  @Test
  void shouldTakeExactlyTheRangeWhetherSmallOrLarge() {
    add(0x1000, 0x2000, 0x3000, 0x4000, FAR, AddressRange.TOP - 0x1000);
    assertEquals(Set.of(0x2000L, 0x3000L), addresses(pages.take(0x2000, 0x4000)));
    assertEquals(Set.of(0x4000L), addresses(pages.take(0x2000, FAR)));
    assertNull(pages.take(0x2000, FAR));
    assertEquals(
        Set.of(0x1000L, FAR, AddressRange.TOP - 0x1000),
        addresses(pages.take(0, AddressRange.TOP)));
    assertEquals(0, pages.size());
    assertNull(pages.oldest());
  }

  @Test
  void shouldDoWhatASortedMapDoes() {
    Random random = new Random(1);
    TreeMap<Long, Long> model = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      long address = random.nextInt(1000) * 4096L;
      long end = address + (1 + random.nextInt(8)) * 4096L;
      if (random.nextInt(4) > 0 && pages.find(address) == null) {
        add(address);
        model.put(address, address >>> 12);
      } else if (random.nextInt(3) == 0) {
        Set<Long> expected = new TreeSet<>(model.subMap(address, end).keySet());
        assertEquals(expected, addresses(pages.take(address, end)));
        model.keySet().removeAll(expected);
      } else if (pages.find(address) != null) {
        pages.use(pages.find(address));
      }
    }
    List<Long> held = new ArrayList<>();
    pages.forEach(0, AddressRange.TOP, page -> held.add(page.address));
    assertEquals(model.keySet(), new TreeSet<>(held));
    assertEquals(model.size(), pages.size());
  }
}

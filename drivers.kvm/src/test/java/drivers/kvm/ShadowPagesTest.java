package drivers.kvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import mm.spi.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadowPagesTest {
  private static final long TOP = Long.MAX_VALUE >>> 12;

  private final ShadowPages shadow = new ShadowPages();

  private Map<Long, Long> shown(long from, long to) {
    Map<Long, Long> shown = new TreeMap<>();
    shadow.forEach(from, to, (page, frame, rights) -> shown.put(page, frame));
    return shown;
  }

  @ParameterizedTest
  @CsvSource({"0,1", "62,66", "63,64", "64,65", "0,64", "64,128", "1,127", "100,1000", "0,192"})
  void shouldDropExactlyTheRange(long from, long to) {
    for (long page = 0; page < 192; page++) {
      shadow.set(page, page + 1000, Access.WRITE);
    }
    long expected = Math.min(to, 192) - from;
    assertEquals(expected, shadow.drop(from, to));
    assertEquals(192 - expected, shadow.size());
    for (long page = 0; page < 192; page++) {
      assertEquals(page < from || page >= to, shadow.touch(page, Access.WRITE), "page " + page);
    }
  }

  @Test
  void shouldBehaveLikeASortedMap() {
    Random random = new Random(1);
    TreeMap<Long, Long> model = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      long from = random.nextInt(2000);
      long to = from + 1 + random.nextInt(random.nextBoolean() ? 5 : 700);
      if (random.nextInt(10) > 0) {
        shadow.set(from, i, Access.READ);
        model.put(from, (long) i);
      } else {
        int held = model.subMap(from, to).size();
        assertEquals(held, shadow.drop(from, to));
        model.subMap(from, to).clear();
      }
      assertEquals(model.size(), shadow.size());
      if (i % 100 == 0) {
        assertEquals(model.subMap(from, to), shown(from, to));
        assertEquals(model, shown(0, TOP));
      }
    }
  }

  @Test
  void shouldReachTheLastPage() {
    shadow.set(TOP - 1, 7, Access.READ);
    shadow.set(0, 8, Access.READ);
    assertEquals(Map.of(0L, 8L, TOP - 1, 7L), shown(0, TOP));
    assertEquals(1, shadow.drop(TOP - 1, TOP));
    assertEquals(1, shadow.drop(0, TOP));
  }

  @Test
  void shouldRespectRights() {
    shadow.set(5, 1, Access.READ);
    assertTrue(shadow.touch(5, Access.READ));
    assertFalse(shadow.touch(5, Access.WRITE));
    shadow.set(5, 1, Access.WRITE);
    assertTrue(shadow.touch(5, Access.WRITE));
    assertEquals(1, shadow.size());
  }

  @Test
  void shouldForgetAgeAndRightsWithTheEntry() {
    shadow.set(5, 1, Access.WRITE);
    shadow.drop(5, 6);
    assertFalse(shadow.young(5));
    shadow.set(6, 1, Access.READ);
    assertFalse(shadow.touch(5, Access.READ));
    assertFalse(shadow.age(0, 6));
    assertTrue(shadow.age(6, 7));
  }
}

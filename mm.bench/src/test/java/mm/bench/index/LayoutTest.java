package mm.bench.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final int COUNT = 40;

  private final Layout layout = new Layout(COUNT);

  private long hitsOf(int from, int to) {
    return IntStream.range(0, COUNT).filter(i -> layout.hit(i).overlaps(from, to)).count();
  }

  @Test
  void shouldHitAsManyAsWantedFromEveryPosition() {
    for (int hits : new int[] {1, 16}) {
      for (int i = 0; i < layout.positions(hits); i++) {
        assertEquals(hits, hitsOf(Layout.queryFrom(i), Layout.queryTo(i, hits)));
      }
    }
  }

  @Test
  void shouldInsertInNoOrderButEachOnce() {
    int[] order = layout.shuffled();
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, COUNT).toArray(), sorted);
    assertFalse(Arrays.equals(sorted, order));
    assertArrayEquals(order, layout.shuffled(), "the same in every fork");
  }
}

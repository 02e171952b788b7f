package mm.core.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalIndexTest {
  private record Entry(long start, long end) {}

  @Test
  void shouldFindWhatOverlapsAndNothingThatOnlyTouches() {
    IntervalIndex<String> index = new IntervalIndex<>();
    index.insert(10, 20, "a");
    index.insert(20, 30, "b");
    index.insert(0, 100, "all");
    assertEquals(List.of("all", "a"), found(index, 10, 20));
    assertEquals(List.of("all", "b"), found(index, 29, 40));
    assertEquals(List.of("all"), found(index, 30, 31));
    assertEquals(List.of(), found(index, 100, 200));
  }

  @Test
  void shouldRemoveByIdentityAmongEqualRanges() {
    IntervalIndex<String> index = new IntervalIndex<>();
    index.insert(0, 10, "a");
    index.insert(0, 10, "b");
    assertTrue(index.remove(0, 10, "a"));
    assertFalse(index.remove(0, 10, "a"));
    assertFalse(index.remove(0, 11, "b"));
    assertEquals(List.of("b"), found(index, 5, 6));
    assertEquals(1, index.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldAgreeWithANaiveList(long seed) {
    Random random = new Random(seed);
    IntervalIndex<Entry> index = new IntervalIndex<>();
    List<Entry> model = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      long start = random.nextInt(1000);
      long end = start + 1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 10);
      switch (random.nextInt(3)) {
        case 0 -> {
          Entry entry = new Entry(start, end);
          index.insert(start, end, entry);
          model.add(entry);
        }
        case 1 -> {
          if (model.size() > 100) {
            Entry gone = model.remove(random.nextInt(model.size()));
            assertTrue(index.remove(gone.start, gone.end, gone));
          }
        }
        default -> assertEquals(naive(model, start, end), sorted(found(index, start, end)));
      }
    }
  }

  private static List<Entry> naive(List<Entry> model, long start, long end) {
    return sorted(model.stream().filter(e -> e.start < end && start < e.end).toList());
  }

  private static List<Entry> sorted(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end))
        .toList();
  }

  private static <T> List<T> found(IntervalIndex<T> index, long start, long end) {
    List<T> found = new ArrayList<>();
    index.forEachOverlap(start, end, found::add);
    return found;
  }
}

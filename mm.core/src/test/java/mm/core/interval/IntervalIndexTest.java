package mm.core.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalIndexTest {
  private static final long TOP = 0x7ffffffffffff000L;

  private final IntervalIndex<String> index = new IntervalIndex<>();

  @Test
  void shouldFindWhatOverlapsAndNothingThatOnlyTouches() {
    index.insert(10, 20, "a");
    index.insert(20, 30, "b");
    index.insert(0, 100, "all");
    assertEquals(List.of("all", "a"), found(index, 10, 20));
    assertEquals(List.of("all", "b"), found(index, 29, 40));
    assertEquals(List.of("all"), found(index, 30, 31));
    assertEquals(List.of(), found(index, 100, 200));
  }

  @Test
  void shouldFindNothingWhileEmpty() {
    assertEquals(List.of(), found(index, 0, TOP));
    assertFalse(index.remove(0, 10, "a"));
    index.insert(0, 10, "a");
    assertTrue(index.remove(0, 10, "a"));
    assertEquals(List.of(), found(index, 0, TOP));
    assertEquals(0, index.size());
  }

  @Test
  void shouldHoldTheWholeSpaceAndItsFirstAndLastPage() {
    index.insert(0, TOP, "all");
    index.insert(0, 4096, "first");
    index.insert(TOP - 4096, TOP, "last");
    assertEquals(3, found(index, 0, TOP).size());
    assertEquals(2, found(index, 0, 1).size());
    assertEquals(List.of("all"), found(index, 4096, TOP - 4096));
    assertEquals(List.of("all", "last"), found(index, TOP - 1, TOP));
    assertEquals(List.of(), found(index, TOP, Long.MAX_VALUE));
  }

  @Test
  void shouldRemoveByIdentityAmongEqualRanges() {
    index.insert(0, 10, "a");
    index.insert(0, 10, "b");
    assertTrue(index.remove(0, 10, "a"));
    assertFalse(index.remove(0, 10, "a"));
    assertFalse(index.remove(0, 11, "b"));
    assertEquals(List.of("b"), found(index, 5, 6));
    assertEquals(1, index.size());
  }

  @Test
  void shouldFindEachOfEqualRangesThatFillManyNodes() {
    IntervalIndex<Integer> many = new IntervalIndex<>();
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      values.add(i);
      many.insert(i < 1000 ? 0 : 8, 16, values.get(i));
    }
    TreeCheck.of(many);
    assertFalse(many.remove(8, 17, values.get(0)));
    for (Integer value : values) {
      assertTrue(many.remove(value < 1000 ? 0 : 8, 16, value));
    }
    assertEquals(0, many.size());
  }

  @ParameterizedTest
  @CsvSource({"-1, 10", "10, 10", "10, 9", "0, 0", "-10, -5", "0, -1"})
  void shouldRefuseWhatIsNoRangeAndStayAsItIs(long start, long end) {
    index.insert(5, 10, "a");
    Class<IllegalArgumentException> refusal = IllegalArgumentException.class;
    assertThrows(refusal, () -> index.insert(start, end, "b"));
    assertThrows(refusal, () -> index.remove(start, end, "a"));
    assertThrows(refusal, () -> index.forEachOverlap(start, end, value -> {}));
    assertEquals(List.of("a"), found(index, 0, TOP));
  }

  @Test
  void shouldStayAsItIsWhenAnActionFails() {
    index.insert(5, 10, "a");
    Consumer<String> failing =
        value -> {
          throw new IllegalStateException(value);
        };
    assertThrows(IllegalStateException.class, () -> index.forEachOverlap(5, 6, failing));
    assertEquals(List.of("a"), found(index, 5, 6));
  }

  @Test
  void shouldNotLookIntoNodesThatEndBeforeTheRange() {
    index.insert(0, TOP, "long");
    for (int i = 0; i < 1000; i++) {
      index.insert(8L * i, 8L * i + 4, "short " + i);
    }
    Node root = index.root();
    assertTrue(root.count() > 2, "nothing between");
    Arrays.fill(root.slots(), 2, 2 * root.count() - 2, null); // all children between
    assertEquals(List.of("long", "short 999"), found(index, 8 * 999, 8 * 1000));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 1000, 100_000})
  void shouldNotAllocateInASearch(int entries) {
    IntervalIndex<Object> full = new IntervalIndex<>();
    for (int i = 0; i < entries; i++) {
      full.insert(8L * i, 8L * i + 20, "value");
    }
    Consumer<Object> action = value -> {};
    search(full, action, 10_000); // links what is linked at the first call
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    search(full, action, 10_000);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertTrue(allocated < 1000, () -> allocated + " bytes by 10000 searches");
  }

  private static void search(IntervalIndex<Object> index, Consumer<Object> action, int times) {
    for (int i = 0; i < times; i++) {
      long start = 77L * i % 800_000;
      index.forEachOverlap(start, start + 1 + i % 500, action);
    }
  }

  @Test
  void shouldFillItsLeavesWhateverTheOrderOfTheRanges() {
    int entries = 50_000;
    IntervalIndex<Object> ascending = new IntervalIndex<>();
    IntervalIndex<Object> descending = new IntervalIndex<>();
    IntervalIndex<Object> none = new IntervalIndex<>();
    Random random = new Random(1);
    for (int i = 0; i < entries; i++) {
      ascending.insert(i, i + 1, "value");
      descending.insert(entries - i, entries - i + 1, "value");
      long start = random.nextInt(1 << 30);
      none.insert(start, start + 1, "value");
    }
    assertTrue(TreeCheck.of(ascending).fill() > 0.65);
    assertTrue(TreeCheck.of(descending).fill() > 0.65);
    assertTrue(TreeCheck.of(none).fill() > 0.65);
  }

  @Test
  void shouldNotBecomeEmptierByChurn() {
    IntervalIndex<Object> churned = new IntervalIndex<>();
    Random random = new Random(2);
    long[] starts = random.longs(20_000, 0, 1 << 30).toArray();
    for (long start : starts) {
      churned.insert(start, start + 1, "value");
    }
    for (int i = 0; i < 10 * starts.length; i++) {
      int which = random.nextInt(starts.length);
      assertTrue(churned.remove(starts[which], starts[which] + 1, "value"));
      starts[which] = random.nextInt(1 << 30);
      churned.insert(starts[which], starts[which] + 1, "value");
    }
    assertTrue(TreeCheck.of(churned).fill() > 0.5);
  }

  private static <T> List<T> found(IntervalIndex<T> index, long start, long end) {
    List<T> found = new ArrayList<>();
    index.forEachOverlap(start, end, found::add);
    return found;
  }
}

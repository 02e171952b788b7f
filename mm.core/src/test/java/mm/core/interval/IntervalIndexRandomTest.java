package mm.core.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences against a plain list. 1e5 operations for each shape, 1e6 with {@code
 * -Dmm.long=true}.
 */
class IntervalIndexRandomTest {
  private static final int OPERATIONS = Boolean.getBoolean("mm.long") ? 1_000_000 : 100_000;
  private static final int CHECKS = 50;
  private static final int SPACE = 1 << 16;

  /** How ranges lie to each other, and how many there are at most. */
  private enum Shape {
    DISJOINT(5000) {
      @Override
      Entry next(Random random, int step) {
        return entry(8L * random.nextInt(SPACE / 8), 4);
      }
    },
    MANY(OPERATIONS / 8) {
      @Override
      Entry next(Random random, int step) {
        return entry(8L * random.nextInt(SPACE), 4);
      }
    },
    EACH_POINT_COVERED_16_TIMES(4096) {
      @Override
      Entry next(Random random, int step) {
        return entry(random.nextInt(SPACE), 256);
      }
    },
    HEAVY_TAIL(5000) {
      @Override
      Entry next(Random random, int step) {
        int kind = random.nextInt(10_000);
        int length = kind == 0 ? SPACE : kind < 100 ? 1600 : 16;
        return entry(random.nextInt(SPACE), 1 + random.nextInt(length));
      }
    },
    EQUAL_STARTS(2000) {
      @Override
      Entry next(Random random, int step) {
        return entry(64L * random.nextInt(8), 1 + random.nextInt(200));
      }
    },
    EQUAL(1000) {
      @Override
      Entry next(Random random, int step) {
        return entry(64L * random.nextInt(3), 100);
      }
    },
    ASCENDING(5000) {
      @Override
      Entry next(Random random, int step) {
        return entry(step, 1 + random.nextInt(20));
      }
    },
    DESCENDING(5000) {
      @Override
      Entry next(Random random, int step) {
        return entry(OPERATIONS - step, 1 + random.nextInt(20));
      }
    },
    FEW(60) {
      @Override
      Entry next(Random random, int step) {
        return entry(random.nextInt(200), 1 + random.nextInt(20));
      }
    };

    final int most;

    Shape(int most) {
      this.most = most;
    }

    abstract Entry next(Random random, int step);

    private static Entry entry(long start, int length) {
      return new Entry(start, start + length);
    }
  }

  /** A class and not a record: equal ranges are different entries. */
  private static final class Entry {
    final long start;
    final long end;

    Entry(long start, long end) {
      this.start = start;
      this.end = end;
    }

    long start() {
      return start;
    }

    boolean overlaps(Entry other) {
      return start < other.end && other.start < end;
    }
  }

  private final IntervalIndex<Entry> index = new IntervalIndex<>();
  private final List<Entry> model = new ArrayList<>();
  private final Random random = new Random(3);
  private boolean growing = true;

  @ParameterizedTest
  @EnumSource(Shape.class)
  void shouldAgreeWithAPlainList(Shape shape) {
    int turns = 0;
    for (int step = 0; step < OPERATIONS; step++) {
      if (growing ? model.size() >= shape.most : model.isEmpty()) {
        growing = !growing;
        turns++;
        TreeCheck.of(index);
      }
      change(shape.next(random, step));
      compare(shape.next(random, step), step);
    }
    assertTrue(turns > 1, "never full and empty again");
  }

  /** Two of three changes go in the direction of the time. */
  private void change(Entry entry) {
    boolean insert = growing ^ random.nextInt(3) == 0;
    if (insert) {
      index.insert(entry.start, entry.end, entry);
      model.add(entry);
    } else if (!model.isEmpty()) {
      removeAny();
    }
  }

  private void removeAny() {
    int which = random.nextInt(model.size());
    Entry gone = model.get(which);
    model.set(which, model.get(model.size() - 1));
    model.remove(model.size() - 1);
    assertTrue(index.remove(gone.start, gone.end, gone));
    assertFalse(index.remove(gone.start, gone.end, gone));
  }

  /** The more entries, the rarer: the list looks at each. */
  private void compare(Entry query, int step) {
    if (step % (1 + model.size() / 100) == 0) {
      assertEquals(model.size(), index.size());
      assertSame(query);
    }
    if (step % (OPERATIONS / CHECKS) == 0) {
      TreeCheck.of(index);
      assertSame(new Entry(0, Long.MAX_VALUE));
    }
  }

  private void assertSame(Entry query) {
    List<Entry> found = new ArrayList<>();
    index.forEachOverlap(query.start, query.end, found::add);
    List<Entry> ascending =
        found.stream().sorted(Comparator.comparingLong(Entry::start)).toList(); // keeps ties
    assertEquals(ascending, found);
    Set<Entry> overlapping =
        model.stream().filter(query::overlaps).collect(Collectors.toUnmodifiableSet());
    assertEquals(overlapping, new HashSet<>(found));
    assertEquals(overlapping.size(), found.size());
  }
}

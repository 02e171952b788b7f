package mm.machine.files;

import java.util.Map;
import java.util.TreeMap;

/** A set of page numbers, kept as ranges. Guarded by whoever owns it. */
public final class Extents {
  public static final long NONE = -1;

  /** From the first page of each range to its end; ranges neither overlap nor touch. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  void add(long from, long to) {
    if (from >= to) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> low = ranges.floorEntry(to);
    while (low != null && low.getValue() >= from) {
      start = Math.min(start, low.getKey());
      end = Math.max(end, low.getValue());
      ranges.remove(low.getKey());
      low = ranges.floorEntry(to);
    }
    ranges.put(start, end);
  }

  void remove(long from, long to) {
    Map.Entry<Long, Long> low = ranges.lowerEntry(to);
    while (low != null && low.getValue() > from) {
      ranges.remove(low.getKey());
      add(low.getKey(), from);
      add(to, low.getValue());
      low = ranges.lowerEntry(from);
    }
  }

  boolean contains(long page) {
    Map.Entry<Long, Long> low = ranges.floorEntry(page);
    return low != null && low.getValue() > page;
  }

  /** The first member from a page on, or {@link #NONE}. */
  long next(long page) {
    if (contains(page)) {
      return page;
    }
    Long next = ranges.ceilingKey(page);
    return next == null ? NONE : next;
  }
}

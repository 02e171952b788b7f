package mm.core.interval;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A multiset of half-open ranges {@code [start, end)} with a value each; ranges may overlap and be
 * equal.
 *
 * <p>Not thread-safe. Search costs O(log n + hits) for ranges of similar length, insert and remove
 * O(n) moves in flat arrays.
 *
 * <p>Algorithm notes: sorted by start; {@code reach[i]} is the largest end among entries 0..i,
 * which never falls, so a backward scan from the last entry that starts before the range can stop
 * at the first entry that reaches no further than the range's start.
 *
 * @param <T> type of the values
 */
public final class IntervalIndex<T> {
  private long[] starts = new long[8];
  private long[] ends = new long[8];
  private long[] reach = new long[8];
  private Object[] values = new Object[8];
  private int size;

  /** Makes an empty index. */
  public IntervalIndex() {}

  /**
   * Number of entries.
   *
   * @return at least 0
   */
  public int size() {
    return size;
  }

  /**
   * Adds an entry.
   *
   * @param start first of the range
   * @param end first after the range
   * @param value its value
   */
  public void insert(long start, long end, T value) {
    if (size == starts.length) {
      grow();
    }
    int at = firstNotBefore(start);
    shift(at, at + 1, size - at);
    starts[at] = start;
    ends[at] = end;
    values[at] = value;
    size++;
    reachFrom(at);
  }

  /**
   * Removes an entry.
   *
   * @param start first of the range
   * @param end first after the range
   * @param value its value, compared by identity
   * @return true when it was there
   */
  public boolean remove(long start, long end, T value) {
    for (int i = firstNotBefore(start); i < size && starts[i] == start; i++) {
      if (values[i] == value && ends[i] == end) {
        shift(i + 1, i, size - i - 1);
        values[--size] = null;
        reachFrom(i);
        return true;
      }
    }
    return false;
  }

  /**
   * Shows the values of all entries that overlap a range, in ascending order of their starts.
   *
   * @param start first of the range
   * @param end first after the range
   * @param action is shown each value; must not change the index
   */
  @SuppressWarnings("unchecked") // only insert writes values
  public void forEachOverlap(long start, long end, Consumer<? super T> action) {
    int after = firstNotBefore(end);
    int first = after;
    while (first > 0 && reach[first - 1] > start) {
      first--;
    }
    for (int i = first; i < after; i++) {
      if (ends[i] > start) {
        action.accept((T) values[i]);
      }
    }
  }

  private int firstNotBefore(long start) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void reachFrom(int at) {
    long furthest = at == 0 ? Long.MIN_VALUE : reach[at - 1];
    for (int i = at; i < size; i++) {
      furthest = Math.max(furthest, ends[i]);
      reach[i] = furthest;
    }
  }

  private void shift(int from, int to, int count) {
    System.arraycopy(starts, from, starts, to, count);
    System.arraycopy(ends, from, ends, to, count);
    System.arraycopy(values, from, values, to, count);
  }

  private void grow() {
    int wider = 2 * size;
    starts = Arrays.copyOf(starts, wider);
    ends = Arrays.copyOf(ends, wider);
    reach = Arrays.copyOf(reach, wider);
    values = Arrays.copyOf(values, wider);
  }
}

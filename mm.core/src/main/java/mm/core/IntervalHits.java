package mm.core;

import java.util.Arrays;

/**
 * The interval subscriptions that one section concerns; reused, so that a search allocates nothing.
 */
final class IntervalHits {
  private CoreIntervalSubscription[] items = new CoreIntervalSubscription[4];
  private int size;

  void add(CoreIntervalSubscription item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  CoreIntervalSubscription get(int index) {
    return items[index];
  }

  int size() {
    return size;
  }

  void clear() {
    Arrays.fill(items, 0, size, null);
    size = 0;
  }
}

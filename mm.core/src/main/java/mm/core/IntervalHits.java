package mm.core;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The interval subscriptions that one section concerns; reused, so that a search allocates nothing.
 */
final class IntervalHits implements Consumer<CoreIntervalSubscription> {
  private CoreIntervalSubscription[] items = new CoreIntervalSubscription[4];
  private int size;

  @Override
  public void accept(CoreIntervalSubscription item) {
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

  /** Keeps no subscription alive. */
  void clear() {
    for (int i = 0; i < size; i++) {
      items[i] = null;
    }
    size = 0;
  }
}

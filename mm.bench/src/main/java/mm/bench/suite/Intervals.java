package mm.bench.suite;

import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.bench.callback.IntervalCallback;
import mm.bench.index.Layout;
import mm.spi.IntervalNotifier;

/** Interval subscriptions of the engine, laid out as in {@link Layout}. */
final class Intervals {
  private static final int CHECKS = 8;
  private static final List<IntervalNotifier> NOTIFIERS = IntervalCallback.distinct(Spaces.CLASSES);

  private Intervals() {}

  static void subscribe(AddressSpace space, int[] order, IntervalSubscription[] into) {
    for (int i : order) {
      into[i] = subscribe(space, i);
    }
  }

  static IntervalSubscription subscribe(AddressSpace space, int i) {
    return space.subscribe(
        address(Layout.startPage(i)),
        address(Layout.endPage(i)),
        NOTIFIERS.get(i % Spaces.CLASSES),
        Spaces.DECLARATION);
  }

  /** Opens a section that hits some subscriptions. */
  static long begin(AddressSpace space, int first, int count) {
    return space.begin(
        InvalidationEvent.UNMAP,
        address(Layout.queryFrom(first)),
        address(Layout.queryTo(first, count)));
  }

  private static long address(int page) {
    return (long) page << AddressRange.PAGE_SHIFT;
  }

  /** Asks every subscription whether a section hit it: a reader would have to wait then. */
  static void check(AddressSpace space, IntervalSubscription[] all, int count) {
    for (int k = 0; k < CHECKS; k++) {
      int first = (int) ((long) k * (all.length - count) / (CHECKS - 1));
      long section = begin(space, first, count);
      for (int i = 0; i < all.length; i++) {
        boolean told = all[i].readBegin(0) == IntervalSubscription.TIMED_OUT;
        if (told != (i >= first && i < first + count)) {
          throw new IllegalStateException(
              "WRONG ANSWER of the engine, n="
                  + all.length
                  + ": a section that hits subscriptions "
                  + first
                  + " to "
                  + (first + count - 1)
                  + " is wrong about "
                  + i);
        }
      }
      space.end(section);
    }
  }
}

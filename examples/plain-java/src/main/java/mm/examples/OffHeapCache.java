package mm.examples;

import java.util.concurrent.ConcurrentSkipListMap;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.spi.Answer;
import mm.spi.Declaration;

/**
 * A cache of values derived from off-heap memory that is told before the memory changes. No OSGi:
 * the engine comes from the class path.
 */
public final class OffHeapCache {
  private static final long MAPPED = 0x10_0000;
  private static final long SIZE = 0x10_000;

  private final Object lock = new Object(); // guards values, and readRetry with them
  private final ConcurrentSkipListMap<Long, String> values = new ConcurrentSkipListMap<>();
  private final IntervalSubscription subscription;

  OffHeapCache(AddressSpace space) {
    subscription =
        space.subscribe(
            MAPPED,
            MAPPED + SIZE,
            (self, range, sequence) -> {
              synchronized (lock) {
                self.setSequence(sequence);
                values.subMap(range.start(), range.end()).clear();
              }
              return Answer.DONE;
            },
            Declaration.neverBlocking("off-heap-cache"));
  }

  /** The value derived from an address, computed again whenever the memory changed meanwhile. */
  String get(long address) {
    String cached = values.get(address);
    while (cached == null) {
      long sequence = subscription.readBegin(1_000_000_000L);
      if (sequence == IntervalSubscription.TIMED_OUT) {
        throw new IllegalStateException("the memory has been changing for a second");
      }
      String computed = "derived from 0x" + Long.toHexString(address);
      synchronized (lock) {
        if (!subscription.readRetry(sequence)) {
          values.put(address, computed);
          cached = computed;
        }
      }
    }
    return cached;
  }

  int size() {
    return values.size();
  }

  /**
   * Fills the cache, changes a page of the memory, and shows what is left.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (NotifierCore core = NotifierCore.create()) {
      AddressSpace space = core.createSpace("arena");
      OffHeapCache cache = new OffHeapCache(space);
      cache.get(MAPPED);
      cache.get(MAPPED + 0x1000);
      System.out.println("cached: " + cache.size());

      long section = space.begin(InvalidationEvent.CLEAR, MAPPED, MAPPED + 0x1000);
      try {
        System.out.println("cached while the first page changes: " + cache.size());
      } finally {
        space.end(section);
      }
      System.out.println("asked again: " + cache.get(MAPPED));
      cache.subscription.close();
    }
  }
}

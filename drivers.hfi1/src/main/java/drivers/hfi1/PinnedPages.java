package drivers.hfi1;

import java.util.function.Consumer;
import mm.api.AddressRange;

/**
 * Pinned pages by address, and in the order of their last use. Knows no lock, and only {@link #add}
 * takes anything from outside.
 *
 * @param <P> the kind of page
 */
final class PinnedPages<P extends PinnedPage<P>> {
  private static final int BUCKETS = 256;

  private final P[] buckets = buckets();
  private P oldest;
  private P youngest;
  private int size;

  @SuppressWarnings("unchecked") // holds nothing but P
  private P[] buckets() {
    return (P[]) new PinnedPage<?>[BUCKETS];
  }

  private static int bucket(long address) {
    return (int) (address >>> AddressRange.PAGE_SHIFT) & (BUCKETS - 1);
  }

  int size() {
    return size;
  }

  /** The page that was not used for longest, or null. */
  P oldest() {
    return oldest;
  }

  /** The page at an address, or null. */
  P find(long address) {
    P page = buckets[bucket(address)];
    while (page != null && page.address != address) {
      page = page.inBucket;
    }
    return page;
  }

  /** Adds a page at whose address there is none. */
  void add(P page) {
    int bucket = bucket(page.address);
    page.inBucket = buckets[bucket];
    buckets[bucket] = page;
    size++;
    append(page);
  }

  /** Notes that a page was used. */
  void use(P page) {
    cut(page);
    append(page);
  }

  void remove(P page) {
    int bucket = bucket(page.address);
    if (buckets[bucket] == page) {
      buckets[bucket] = page.inBucket;
    } else {
      P before = buckets[bucket];
      while (before.inBucket != page) {
        before = before.inBucket;
      }
      before.inBucket = page.inBucket;
    }
    page.inBucket = null;
    size--;
    cut(page);
  }

  private void append(P page) {
    page.older = youngest;
    if (youngest == null) {
      oldest = page;
    } else {
      youngest.younger = page;
    }
    youngest = page;
  }

  private void cut(P page) {
    if (page.older == null) {
      oldest = page.younger;
    } else {
      page.older.younger = page.younger;
    }
    if (page.younger == null) {
      youngest = page.older;
    } else {
      page.younger.older = page.older;
    }
    page.older = null;
    page.younger = null;
  }

  /**
   * Removes the pages of {@code [start, end)}.
   *
   * @return the pages, linked by {@link PinnedPage#next}, or null
   */
  P take(long start, long end) {
    P taken = null;
    if ((end - start) >>> AddressRange.PAGE_SHIFT < size) {
      for (long address = start; address < end; address += AddressRange.PAGE_SIZE) {
        taken = take(find(address), taken);
      }
      return taken;
    }
    for (P page = oldest; page != null; ) {
      P after = page.younger;
      if (in(page, start, end)) {
        taken = take(page, taken);
      }
      page = after;
    }
    return taken;
  }

  private P take(P page, P others) {
    if (page == null) {
      return others;
    }
    remove(page);
    page.next = others;
    return page;
  }

  private boolean in(P page, long start, long end) {
    return start <= page.address && page.address < end;
  }

  /** Shows the pages of {@code [start, end)}; the action must not remove any. */
  void forEach(long start, long end, Consumer<? super P> action) {
    if ((end - start) >>> AddressRange.PAGE_SHIFT < size) {
      for (long address = start; address < end; address += AddressRange.PAGE_SIZE) {
        P page = find(address);
        if (page != null) {
          action.accept(page);
        }
      }
      return;
    }
    for (P page = oldest; page != null; page = page.younger) {
      if (in(page, start, end)) {
        action.accept(page);
      }
    }
  }
}

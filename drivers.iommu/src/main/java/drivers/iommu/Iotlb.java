package drivers.iommu;

import java.util.Arrays;
import mm.spi.Access;
import mm.spi.Page;
import mm.spi.TranslationVisitor;

/**
 * What one device remembers of the page tables that it walked: {@link #CAPACITY} entries of one
 * PASID, in sets of {@link #WAYS}. Pages are counted, not addressed, so the end of a range never
 * overflows. Knows no lock and allocates nothing after construction.
 */
final class Iotlb {
  /** Entries. */
  static final int CAPACITY = 512;

  /** Entries that a page can be in. */
  static final int WAYS = 4;

  private static final int SETS = CAPACITY / WAYS;

  /** Instead of a page: the entry is free. */
  private static final long FREE = -1;

  private final long[] pages = new long[CAPACITY];
  private final long[] frames = new long[CAPACITY];
  private final Access[] rights = new Access[CAPACITY];
  private int victim;
  private int size;

  Iotlb() {
    Arrays.fill(pages, FREE);
  }

  /** How many entries are used. */
  int size() {
    return size;
  }

  /** Tells whether an entry allows an access. */
  boolean allows(long page, Access access) {
    int at = find(page);
    return at >= 0 && rights[at].allows(access);
  }

  /** Where an entry that is there leads. */
  long frame(long page) {
    return frames[find(page)];
  }

  /**
   * Writes an entry, over an older one of the same page, else over a free one, else over any.
   *
   * @return how many entries were lost for it: 0 or 1
   */
  int fill(long page, Page walked) {
    int held = find(page);
    int at = held >= 0 ? held : slotFor(page);
    int lost = drop(at);
    pages[at] = page;
    frames[at] = walked.frame();
    rights[at] = walked.rights();
    size++;
    return lost;
  }

  /**
   * Drops the entries of {@code [from, to)}.
   *
   * @return how many there were
   */
  int drop(long from, long to) {
    int dropped = 0;
    if (to - from < SETS) {
      for (long page = from; page < to; page++) {
        dropped += drop(find(page));
      }
    } else {
      for (int i = 0; i < CAPACITY; i++) {
        dropped += in(i, from, to) ? drop(i) : 0;
      }
    }
    return dropped;
  }

  /** Drops every entry and returns how many there were. */
  int dropAll() {
    int dropped = size;
    Arrays.fill(pages, FREE);
    size = 0;
    return dropped;
  }

  /** Tells whether there is an entry of {@code [from, to)}. */
  boolean holdsAny(long from, long to) {
    if (to - from < SETS) {
      for (long page = from; page < to; page++) {
        if (find(page) >= 0) {
          return true;
        }
      }
      return false;
    }
    for (int i = 0; i < CAPACITY; i++) {
      if (in(i, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** Shows the entries of {@code [from, to)}, by page number. */
  void forEach(long from, long to, TranslationVisitor visitor) {
    if (to - from < SETS) {
      for (long page = from; page < to; page++) {
        show(find(page), visitor);
      }
    } else {
      for (int i = 0; i < CAPACITY; i++) {
        show(in(i, from, to) ? i : -1, visitor);
      }
    }
  }

  private void show(int at, TranslationVisitor visitor) {
    if (at >= 0) {
      visitor.visit(pages[at], frames[at], rights[at]);
    }
  }

  private boolean in(int at, long from, long to) {
    return from <= pages[at] && pages[at] < to;
  }

  private int find(long page) {
    int first = firstWay(page);
    for (int i = first; i < first + WAYS; i++) {
      if (pages[i] == page) {
        return i;
      }
    }
    return -1;
  }

  private static int firstWay(long page) {
    return (int) (page % SETS) * WAYS;
  }

  private int slotFor(long page) {
    int first = firstWay(page);
    for (int i = first; i < first + WAYS; i++) {
      if (pages[i] == FREE) {
        return i;
      }
    }
    victim = (victim + 1) % WAYS;
    return first + victim;
  }

  private int drop(int at) {
    if (at < 0 || pages[at] == FREE) {
      return 0;
    }
    pages[at] = FREE;
    size--;
    return 1;
  }
}

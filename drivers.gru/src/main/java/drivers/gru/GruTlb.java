package drivers.gru;

import java.util.Arrays;
import mm.spi.Access;
import mm.spi.TranslationVisitor;

/**
 * The TLB of one chiplet: {@link #CAPACITY} entries tagged with an address space id (asid) and a
 * page, in sets of {@link #WAYS}. Knows no lock and allocates nothing after construction.
 */
final class GruTlb {
  /** Entries. */
  static final int CAPACITY = 1024;

  /** Entries that a page can be in. */
  static final int WAYS = 4;

  /** An asid that no context has; marks an entry as free. */
  static final int NO_ASID = 0;

  private static final int SETS = CAPACITY / WAYS;

  private final int[] asids = new int[CAPACITY];
  private final long[] pages = new long[CAPACITY];
  private final long[] frames = new long[CAPACITY];
  private final Access[] rights = new Access[CAPACITY];
  private int victim;

  /** Tells whether an entry allows an access. */
  boolean allows(int asid, long page, Access access) {
    int at = find(asid, page);
    return at >= 0 && rights[at].allows(access);
  }

  /** Where an entry that is there leads. */
  long frame(int asid, long page) {
    return frames[find(asid, page)];
  }

  /**
   * Writes an entry, over an older one of the same page, else over a free one, else over any.
   *
   * @return how many entries of the asid were lost for it: 0 or 1
   */
  int dropIn(int asid, long page, long frame, Access access) {
    int held = find(asid, page);
    int at = held >= 0 ? held : slotFor(asid, page);
    int lost = asids[at] == asid ? 1 : 0;
    asids[at] = asid;
    pages[at] = page;
    frames[at] = frame;
    rights[at] = access;
    return lost;
  }

  /**
   * Removes the entries of {@code [from, to)}.
   *
   * @return how many there were
   */
  int purge(int asid, long from, long to) {
    int purged = 0;
    if (to - from < SETS) {
      for (long page = from; page < to; page++) {
        purged += free(find(asid, page));
      }
    } else {
      for (int i = 0; i < CAPACITY; i++) {
        purged += in(i, asid, from, to) ? free(i) : 0;
      }
    }
    return purged;
  }

  /** Removes everything, whosever it is. */
  void clear() {
    Arrays.fill(asids, NO_ASID);
  }

  /** Counts the entries of {@code [from, to)}. */
  int count(int asid, long from, long to) {
    int found = 0;
    if (to - from < SETS) {
      for (long page = from; page < to; page++) {
        found += find(asid, page) >= 0 ? 1 : 0;
      }
    } else {
      for (int i = 0; i < CAPACITY; i++) {
        found += in(i, asid, from, to) ? 1 : 0;
      }
    }
    return found;
  }

  /** Shows the entries of {@code [from, to)}, by page number. */
  void forEach(int asid, long from, long to, TranslationVisitor visitor) {
    for (int i = 0; i < CAPACITY; i++) {
      if (in(i, asid, from, to)) {
        visitor.visit(pages[i], frames[i], rights[i]);
      }
    }
  }

  private boolean in(int at, int asid, long from, long to) {
    return asids[at] == asid && pages[at] >= from && pages[at] < to;
  }

  private static int firstWay(long page) {
    return (int) (page & (SETS - 1)) * WAYS;
  }

  private int find(int asid, long page) {
    int first = firstWay(page);
    for (int i = first; i < first + WAYS; i++) {
      if (asids[i] == asid && pages[i] == page) {
        return i;
      }
    }
    return -1;
  }

  /** What belongs to another asid is as good as free: nobody can use it any more. */
  private int slotFor(int asid, long page) {
    int first = firstWay(page);
    for (int i = first; i < first + WAYS; i++) {
      if (asids[i] != asid) {
        return i;
      }
    }
    victim = (victim + 1) % WAYS;
    return first + victim;
  }

  private int free(int at) {
    if (at < 0) {
      return 0;
    }
    asids[at] = NO_ASID;
    return 1;
  }
}

package mm.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import mm.report.Span;

/**
 * The addresses that a run changed, as a bounded number of rows. What lies between, which is nearly
 * all of an address space, has none.
 */
final class AddressRows {
  /** Enough to tell a heap from a stack, few enough to be told apart on a screen. */
  static final int LIMIT = 64;

  /** Larger ranges are the whole space, as at exit, and would hide everything else. */
  private static final long WHOLE = 1L << 46;

  private final List<Span> rows;

  private AddressRows(List<Span> rows) {
    this.rows = rows;
  }

  static boolean isWhole(Span span) {
    return span.end() - span.start() >= WHOLE;
  }

  /** Lowest addresses first. */
  List<Span> list() {
    return rows;
  }

  /** Number of the first row that ends above an address; the number of rows if none does. */
  int firstEndingAbove(long address) {
    int low = 0;
    int high = rows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows.get(middle).end() > address) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Finds the rows; takes a bounded number of addresses, coarser ones if there are more. */
  static final class Finder {
    private static final int KEPT = 16_384;
    private static final int FINEST_SHIFT = 16;

    private TreeSet<Long> touched = new TreeSet<>();
    private int shift = FINEST_SHIFT;

    void add(Span span) {
      if (span.isEmpty() || isWhole(span)) {
        return;
      }
      touched.add(span.start() >>> shift);
      touched.add((span.end() - 1) >>> shift);
      while (touched.size() > KEPT) {
        coarsen();
      }
    }

    private void coarsen() {
      shift++;
      TreeSet<Long> coarser = new TreeSet<>();
      touched.forEach(each -> coarser.add(each >>> 1));
      touched = coarser;
    }

    /** Rows of one size, doubled until there are few enough; gaps between them are left out. */
    AddressRows rows() {
      while (touched.size() > LIMIT) {
        coarsen();
      }
      List<Span> rows = new ArrayList<>();
      touched.forEach(each -> rows.add(new Span(each << shift, (each + 1) << shift)));
      return new AddressRows(List.copyOf(rows));
    }
  }
}

package mm.core.interval;

import java.util.Arrays;

/**
 * The numbers of one node: up to {@link #WIDTH} rows of start, end and reach, sorted by start.
 *
 * <p>Algorithm notes. A {@code long[]} of three columns and the number of rows behind them:
 *
 * <pre>
 * start  3  5  5  9  pad pad ..   ascending; pad is Long.MAX_VALUE
 * end    4 30  7 12   -   -  ..   more than its start
 * reach  4 30 30 30   -   -  ..   the largest end of rows 0..i: never falls
 * </pre>
 *
 * <p>No number is negative, so {@code (a - b) >>> 63} is 1 if a is less than b and 0 if not; adding
 * these up finds a place without a branch that the processor could guess wrong. The padding lets
 * this be done without a look at the number of rows. All places of the first step are read at once
 * and not one after the other, which counts when they come from memory.
 *
 * <p>Since reach never falls, the rows that may overlap a range are found backwards from the last
 * that starts before its end: rows in front of the first that reaches no further than the range's
 * start are over. To count these rows like the starts takes up to 10 % less with 16 hits, but 10 to
 * 15 % more with one.
 */
final class Bounds {
  /**
   * Rows of a node, a multiple of {@link #STEP}. Measured against 32 and 64: two levels suffice for
   * 1500 ranges, but with 32 only for 700, and a third costs 15 ns. An update takes 10 % longer
   * than with 32 and 10 % less than with 64, whose searches are faster from 1e5 ranges on.
   */
  static final int WIDTH = 48;

  /** Fewest rows of a node that is not the root: a third, so that neither splits nor joins flap. */
  static final int FEWEST = WIDTH / 3;

  private static final int STEP = 8; // numbers in a cache line
  private static final int END = WIDTH;
  private static final int REACH = 2 * WIDTH;
  private static final int COUNT = 3 * WIDTH;
  private static final long PAD = Long.MAX_VALUE;

  private Bounds() {}

  static long[] create() {
    long[] bounds = new long[COUNT + 1];
    Arrays.fill(bounds, 0, WIDTH, PAD);
    return bounds;
  }

  static int count(long[] bounds) {
    return (int) bounds[COUNT];
  }

  static boolean full(long[] bounds) {
    return bounds[COUNT] == WIDTH;
  }

  static long start(long[] bounds, int row) {
    return bounds[row];
  }

  static long end(long[] bounds, int row) {
    return bounds[END + row];
  }

  static long reach(long[] bounds, int row) {
    return bounds[REACH + row];
  }

  /** The largest end of all rows, of which there is at least one. */
  static long reach(long[] bounds) {
    return reach(bounds, count(bounds) - 1);
  }

  /** How many rows start before an address. Reads one start of each cache line and one line. */
  static int startingBefore(long[] bounds, long address) {
    int lines = 0;
    for (int i = STEP; i < WIDTH; i += STEP) {
      lines += (int) ((bounds[i] - address) >>> 63);
    }
    int line = lines * STEP;
    int rows = line;
    for (int i = 0; i < STEP; i++) {
      rows += (int) ((bounds[line + i] - address) >>> 63);
    }
    return rows;
  }

  /** The first of the rows in front of one that may end after an address. */
  static int firstReaching(long[] bounds, int before, long address) {
    int row = before;
    while (row > 0 && reach(bounds, row - 1) > address) {
      row--;
    }
    return row;
  }

  /** Inserts a row. */
  static void open(long[] bounds, int row, long start, long end) {
    int tail = (int) bounds[COUNT]++ - row;
    copy(bounds, row, bounds, row + 1, tail);
    System.arraycopy(bounds, REACH + row, bounds, REACH + row + 1, tail);
    bounds[row] = start;
    bounds[END + row] = end;
    correctReach(bounds, row);
  }

  /** Removes a row. */
  static void close(long[] bounds, int row) {
    int tail = (int) --bounds[COUNT] - row;
    copy(bounds, row + 1, bounds, row, tail);
    System.arraycopy(bounds, REACH + row + 1, bounds, REACH + row, tail);
    bounds[row + tail] = PAD;
    correctReach(bounds, row);
  }

  static void setStart(long[] bounds, int row, long start) {
    bounds[row] = start;
  }

  static void setEnd(long[] bounds, int row, long end) {
    bounds[END + row] = end;
    correctReach(bounds, row);
  }

  /**
   * Corrects the reach after one end has changed, come or gone. Where it is right again it is right
   * for all rows behind, mostly after a step or two.
   */
  private static void correctReach(long[] bounds, int row) {
    int count = count(bounds);
    long furthest = row == 0 ? 0 : reach(bounds, row - 1);
    for (int i = row; i < count; i++) {
      furthest = Math.max(furthest, end(bounds, i));
      if (reach(bounds, i) == furthest) {
        return;
      }
      bounds[REACH + i] = furthest;
    }
  }

  /** Copies starts and ends; count and reach have to follow. */
  static void copy(long[] from, int fromRow, long[] to, int toRow, int rows) {
    System.arraycopy(from, fromRow, to, toRow, rows);
    System.arraycopy(from, END + fromRow, to, END + toRow, rows);
  }

  /** Makes all else agree with copied rows, the first of which is given. */
  static void setCount(long[] bounds, int count, int firstCopied) {
    bounds[COUNT] = count;
    Arrays.fill(bounds, count, WIDTH, PAD);
    long furthest = firstCopied == 0 ? 0 : reach(bounds, firstCopied - 1);
    for (int i = firstCopied; i < count; i++) {
      furthest = Math.max(furthest, end(bounds, i));
      bounds[REACH + i] = furthest;
    }
  }
}

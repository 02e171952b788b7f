package mm.bench.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Where the intervals lie: one every eight pages, four pages long, with a gap behind it. Disjoint,
 * since one of the peers can hold nothing else.
 */
public final class Layout {
  private static final int STRIDE = 8;
  private static final int LENGTH = 4;
  private static final long SEED = 42;

  private final Hit[] hits;

  /**
   * Lays intervals out.
   *
   * @param count how many
   */
  public Layout(int count) {
    hits = new Hit[count];
    for (int i : shuffled()) { // so that neighbours are no neighbours in memory
      hits[i] = new Hit(startPage(i), endPage(i));
    }
  }

  /**
   * How many there are.
   *
   * @return at least 1
   */
  public int count() {
    return hits.length;
  }

  /**
   * An interval.
   *
   * @param i its number, in order of address
   * @return bounds and value
   */
  public Hit hit(int i) {
    return hits[i];
  }

  /**
   * First page of an interval.
   *
   * @param i its number
   * @return a page
   */
  public static int startPage(int i) {
    return i * STRIDE;
  }

  /**
   * First page after an interval.
   *
   * @param i its number
   * @return a page
   */
  public static int endPage(int i) {
    return i * STRIDE + LENGTH;
  }

  /**
   * First page of a query that hits an interval and nothing before it.
   *
   * @param i the interval's number
   * @return a page inside of it
   */
  public static int queryFrom(int i) {
    return i * STRIDE + 1;
  }

  /**
   * First page after a query that hits some intervals and nothing behind them.
   *
   * @param i number of the first interval
   * @param count how many to hit
   * @return a page inside of the last
   */
  public static int queryTo(int i, int count) {
    return (i + count - 1) * STRIDE + 2;
  }

  /**
   * From how many places a query can start.
   *
   * @param count how many intervals it hits
   * @return bound for the number of the first
   */
  public int positions(int count) {
    return hits.length - count + 1;
  }

  /**
   * The numbers of all intervals, in an order that is the same each time but no order.
   *
   * @return a new array
   */
  public int[] shuffled() {
    List<Integer> order = new ArrayList<>(hits.length);
    for (int i = 0; i < hits.length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(SEED));
    return order.stream().mapToInt(each -> each).toArray();
  }

  /**
   * Inserts all intervals, in no order.
   *
   * @param index where
   */
  public void fill(IntervalSearch index) {
    for (int i : shuffled()) {
      index.insert(hits[i]);
    }
  }
}

package mm.bench.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the forks measured. Used by one thread. */
public final class Measurements {
  private final Map<Point, List<Map<Reading, Double>>> forks = new HashMap<>();

  /** Makes an empty one. */
  public Measurements() {}

  /**
   * Adds the result of one fork.
   *
   * @param point what ran
   * @param fork what was read off
   */
  public void add(Point point, Map<Reading, Double> fork) {
    forks.computeIfAbsent(point, none -> new ArrayList<>()).add(Map.copyOf(fork));
  }

  /**
   * One reading of each fork.
   *
   * @param point what ran
   * @param reading what is wanted
   * @return the values in the order of the forks, without those that have none
   */
  public List<Double> forks(Point point, Reading reading) {
    return forks.getOrDefault(point, List.of()).stream()
        .filter(fork -> fork.containsKey(reading))
        .map(fork -> fork.get(reading))
        .toList();
  }

  /**
   * The median over the forks.
   *
   * @param point what ran
   * @param reading what is wanted
   * @return the value, not a number when nothing was measured
   */
  public double median(Point point, Reading reading) {
    return median(forks(point, reading));
  }

  /**
   * The median of some values, the mean of the two middle ones if their number is even.
   *
   * @param values any number
   * @return the value, not a number when there is none
   */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(each -> each).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

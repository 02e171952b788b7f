package mm.bench;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import mm.bench.row.Measurements;
import mm.bench.row.Outcome;
import mm.bench.row.Point;
import mm.bench.row.Reading;
import mm.bench.row.Row;

/** Runs what some rows need, each benchmark once per round. */
final class BenchRun {
  private final Function<Point, Map<Reading, Double>> runner;
  private final PrintStream progress;

  BenchRun(Function<Point, Map<Reading, Double>> runner, PrintStream progress) {
    this.runner = runner;
    this.progress = progress;
  }

  /**
   * Round after round instead of all forks of a benchmark at once: a minute of noise then spoils
   * one fork of many benchmarks, which the median forgives, and not all forks of one.
   */
  List<Outcome> run(List<Row> rows, int rounds) {
    Measurements measurements = new Measurements();
    Set<Point> points = points(rows);
    int done = 0;
    for (int round = 0; round < rounds; round++) {
      for (Point point : points) {
        Map<Reading, Double> fork = runner.apply(point);
        measurements.add(point, fork);
        tell(++done, rounds * points.size(), point, fork);
      }
    }
    return rows.stream().map(row -> Outcome.of(row, measurements, Goals.FENCE)).toList();
  }

  private static Set<Point> points(List<Row> rows) {
    Set<Point> points = new LinkedHashSet<>(Set.of(Goals.FENCE));
    for (Row row : rows) {
      points.add(row.point());
      row.peer().ifPresent(peer -> points.add(peer.point()));
    }
    return points;
  }

  private void tell(int done, int all, Point point, Map<Reading, Double> fork) {
    Reading told = fork.containsKey(Reading.KEPT) ? Reading.KEPT : Reading.CPU;
    progress.printf(
        Locale.ROOT,
        "[%d/%d] %s: %.2f %s%n",
        done,
        all,
        point,
        fork.getOrDefault(told, Double.NaN),
        told.unit());
  }
}

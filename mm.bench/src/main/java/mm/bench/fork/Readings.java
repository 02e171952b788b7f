package mm.bench.fork;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import mm.bench.row.Measurements;
import mm.bench.row.Point;
import mm.bench.row.Reading;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Reads off what a fork measured: the median of its iterations. */
final class Readings {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final List<IterationResult> iterations;

  private Readings(RunResult result) {
    iterations =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .toList();
  }

  static Map<Reading, Double> of(Point point, RunResult result) {
    Readings all = new Readings(result);
    Map<Reading, Double> readings = new EnumMap<>(Reading.class);
    readings.put(Reading.WALL, all.wall() / point.threads());
    all.put(readings, Reading.CPU, ThreadCpuProfiler.LABEL);
    all.putPart(readings);
    all.put(readings, Reading.ALLOCATED, ALLOCATED);
    all.put(readings, Reading.KEPT, KeptBytes.LABEL);
    return readings;
  }

  private double wall() {
    return Measurements.median(
        iterations.stream().map(each -> each.getPrimaryResult().getScore()).toList());
  }

  private void put(Map<Reading, Double> readings, Reading reading, String label) {
    List<Double> values = scores(label);
    if (!values.isEmpty()) {
      readings.put(reading, Measurements.median(values));
    }
  }

  /** A benchmark that times a part of itself knows better than the profiler. */
  private void putPart(Map<Reading, Double> readings) {
    List<Double> nanos = scores(PartTime.NANOS);
    List<Double> operations = scores(PartTime.OPERATIONS);
    List<Double> each = new ArrayList<>();
    for (int i = 0; i < nanos.size(); i++) {
      each.add(nanos.get(i) / operations.get(i));
    }
    if (!each.isEmpty()) {
      readings.put(Reading.CPU, Measurements.median(each));
    }
  }

  private List<Double> scores(String label) {
    List<Double> values = new ArrayList<>();
    for (IterationResult iteration : iterations) {
      Result<?> result = iteration.getSecondaryResults().get(label);
      if (result != null) {
        values.add(result.getScore());
      }
    }
    return values;
  }
}

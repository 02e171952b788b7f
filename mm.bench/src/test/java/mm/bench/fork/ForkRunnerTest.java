package mm.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import mm.bench.row.Point;
import mm.bench.row.Reading;
import mm.bench.suite.FloorBenchmark;
import mm.bench.suite.FootprintBenchmark;
import mm.bench.suite.ListPairBenchmark;
import mm.bench.suite.MachineBenchmark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts real forks, tiny ones. What they measure is worth nothing. */
class ForkRunnerTest {
  private static final Schedule TINY = new Schedule(1, 1, 2, 20);

  @TempDir Path folder;

  private Map<Reading, Double> run(Point point) {
    return new ForkRunner(TINY, folder.resolve("log")).run(point);
  }

  @Test
  void shouldReadTimesAndBytesOffAFork() {
    Map<Reading, Double> readings = run(Point.of(FloorBenchmark.class, "volatileRead"));
    assertEquals(Set.of(Reading.CPU, Reading.WALL, Reading.ALLOCATED), readings.keySet());
    readings.values().forEach(each -> assertTrue(each >= 0, each.toString()));
  }

  @Test
  void shouldReadASizeOffAForkThatRunsOnce() {
    Point point = Point.of(FootprintBenchmark.class, "index").with("n", 1000).once();
    assertTrue(run(point).get(Reading.KEPT) > 0);
  }

  /** The whole is 64 discards and the touches that restore the pages; the part is one discard. */
  @Test
  void shouldReadAPartOffAForkThatTimesItself() {
    Map<Reading, Double> readings =
        run(Point.of(MachineBenchmark.class, "discardPage").with("pages", 1024));
    double part = readings.get(Reading.CPU);
    assertTrue(part > 0 && part < readings.get(Reading.WALL), readings.toString());
  }

  @Test
  void shouldTellWhatAForkFailedOf() {
    Point impossible =
        Point.of(ListPairBenchmark.class, "pair").with("subscribers", 17).with("guards", "OFF");
    BenchmarkFailure failure = assertThrows(BenchmarkFailure.class, () -> run(impossible));
    assertEquals(
        "ListPairBenchmark.pair guards=OFF subscribers=17: toIndex = 17", failure.getMessage());
  }
}

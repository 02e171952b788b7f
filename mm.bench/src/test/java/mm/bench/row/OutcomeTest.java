package mm.bench.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import mm.bench.row.Outcome.Verdict;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Point FENCE = Point.of(OutcomeTest.class, "fence");
  private static final Point OURS = Point.of(OutcomeTest.class, "ours").with("n", 100);
  private static final Peer PEER = new Peer("peer", Point.of(OutcomeTest.class, "theirs"));

  private final Measurements measurements = new Measurements();

  private void measured(Point point, Reading reading, double... forks) {
    for (double each : forks) {
      measurements.add(point, Map.of(reading, each));
    }
  }

  private Outcome outcome(Row row) {
    return Outcome.of(row, measurements, FENCE);
  }

  @Test
  void shouldTakeTheMedianOfTheForks() {
    measured(FENCE, Reading.CPU, 5, 5, 50);
    measured(OURS, Reading.CPU, 900, 10, 20);
    measured(PEER.point(), Reading.CPU, 60, 80);
    Outcome outcome = outcome(Row.faster("ours", OURS, 3, PEER));
    assertEquals(20, outcome.measured());
    assertEquals(70, outcome.other());
    assertEquals(4, outcome.fences());
    assertEquals(3.5, outcome.ratio());
    assertEquals(List.of(900.0, 10.0, 20.0), outcome.forks());
    assertEquals(Verdict.OK, outcome.verdict());
  }

  @Test
  void shouldCompareThroughputByTheClockOnTheWall() {
    measured(FENCE, Reading.CPU, 5);
    measured(OURS, Reading.CPU, 1);
    measured(OURS, Reading.WALL, 11);
    measured(PEER.point(), Reading.WALL, 10);
    Outcome outcome = outcome(Row.throughput("two threads", OURS, 1, PEER));
    assertEquals(10 / 11.0, outcome.ratio(), 1e-9);
    assertEquals(Verdict.FALLS_SHORT, outcome.verdict());
  }

  @Test
  void shouldTellExtraCostInFences() {
    measured(FENCE, Reading.CPU, 5);
    measured(OURS, Reading.CPU, 72);
    measured(PEER.point(), Reading.CPU, 52);
    assertEquals(Verdict.OK, outcome(Row.above("pair", OURS, PEER).withGoal(4)).verdict());
    assertEquals(Verdict.INFORMATION, outcome(Row.above("pair", OURS, PEER)).verdict());
  }

  @Test
  void shouldNotConvertBytesIntoFences() {
    measured(FENCE, Reading.CPU, 5);
    measured(OURS, Reading.ALLOCATED, 0.01);
    Outcome outcome = outcome(Row.allocatesNothing("ours", OURS));
    assertTrue(Double.isNaN(outcome.fences()));
    assertEquals(Verdict.OK, outcome.verdict());
  }

  @Test
  void shouldNotAcceptOneSmallObjectPerOperation() {
    measured(OURS, Reading.ALLOCATED, 16);
    assertEquals(Verdict.FALLS_SHORT, outcome(Row.allocatesNothing("ours", OURS)).verdict());
  }

  @Test
  void shouldFallShortWhenSomethingWasNotMeasured() {
    measured(OURS, Reading.CPU, 1);
    assertEquals(Verdict.FALLS_SHORT, outcome(Row.atMost("ours", OURS, 3, PEER)).verdict());
  }
}

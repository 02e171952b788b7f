package mm.bench;

import java.util.List;
import java.util.Map;
import mm.bench.row.Measurements;
import mm.bench.row.Outcome;
import mm.bench.row.Peer;
import mm.bench.row.Point;
import mm.bench.row.Reading;
import mm.bench.row.Row;

/** Results that nobody measured. */
final class Canned {
  static final Machine MACHINE = new Machine("Some VM 17", "Some OS 1", "Some \"CPU\"", 2, 0.5);

  private static final Point OURS = Point.of(Canned.class, "ours");
  private static final Peer PEER = new Peer("peer", Point.of(Canned.class, "theirs"));
  private static final Peer FENCE = new Peer("full fence", Goals.FENCE);

  private Canned() {}

  static List<Outcome> outcomes() {
    Measurements measured = new Measurements();
    measured.add(Goals.FENCE, Map.of(Reading.CPU, 5.0));
    measured.add(OURS, Map.of(Reading.CPU, 10.0, Reading.ALLOCATED, 0.001));
    measured.add(PEER.point(), Map.of(Reading.CPU, 123.45));
    return List.of(
            Row.atMost("ours", OURS, 3, FENCE),
            Row.faster("ours", OURS, 20, PEER),
            Row.allocatesNothing("bytes of ours", OURS),
            Row.info("just so", OURS, FENCE))
        .stream()
        .map(row -> Outcome.of(row, measured, Goals.FENCE))
        .toList();
  }
}

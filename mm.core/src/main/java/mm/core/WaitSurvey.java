package mm.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.Wait;
import mm.api.WaitCycle;
import mm.api.WaitGraph;
import mm.core.flight.Recorder;
import mm.core.port.WaitBoard;
import mm.core.port.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the wait-for graph, and reports each deadlock in it once.
 *
 * <p><b>Algorithm notes.</b> Nobody is stopped for it. First comes a look at who waits, then who
 * each of them waits for, then a second look that drops those whose wait has ended. So each wait of
 * the graph lasted from before its holders were looked up until after: a holder that is itself in
 * the graph did nothing in between, and can have let go of nothing. Hence a cycle is a deadlock,
 * and never a picture of two moments.
 */
final class WaitSurvey {
  private static final Logger LOG = LoggerFactory.getLogger("mm.core.waits");

  private final WaitBoard board;
  private final long limitNanos;
  private List<WaitCycle> reported = List.of(); // guarded by this

  WaitSurvey(WaitBoard board, long limitNanos) {
    this.board = board;
    this.limitNanos = limitNanos;
  }

  WaitGraph graph(long nowNanos) {
    List<Waiting> seen = board.all();
    if (seen.isEmpty()) {
      return new WaitGraph(List.of());
    }
    JavaLocks locks = new JavaLocks();
    Map<Waiting, Wait> described = new LinkedHashMap<>();
    seen.forEach(each -> described.put(each, each.describe(nowNanos)));
    List<Wait> waits = new ArrayList<>();
    board.still(seen).forEach(each -> waits.add(described.get(each)));
    waits.addAll(locks.still(waits.stream().map(Wait::thread).toList()));
    return new WaitGraph(waits);
  }

  /**
   * Looks for deadlocks if somebody waits for long; the answer is those found for the first time.
   */
  synchronized List<WaitCycle> look(long nowNanos) {
    if (!board.anyLongerThan(nowNanos, limitNanos)) {
      reported = List.of();
      return List.of();
    }
    List<WaitCycle> now = graph(nowNanos).cycles();
    List<WaitCycle> fresh =
        now.stream().filter(each -> reported.stream().noneMatch(each::sameAs)).toList();
    reported = now;
    fresh.forEach(WaitSurvey::report);
    return fresh;
  }

  private static void report(WaitCycle found) {
    LOG.error("{}", found);
    Recorder.deadlock(found);
  }
}

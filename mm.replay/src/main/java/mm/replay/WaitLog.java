package mm.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mm.api.Wait;
import mm.api.WaitCycle;
import mm.api.WaitGraph;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventLog;
import mm.report.Moment;
import mm.report.Who;

/**
 * Looks at who waits for whom again and again, and writes a wait to the log when it is over. A wait
 * that begins and ends between two looks is not seen.
 */
final class WaitLog implements AutoCloseable {
  private static final long PERIOD_NANOS = 1_000_000;

  private final EventLog log;
  private final Supplier<WaitGraph> graph;
  private final Supplier<Moment> clock;
  private Map<String, Wait> lasting = new HashMap<>(); // by thread; guarded by this
  private volatile boolean closed;

  WaitLog(EventLog log, Supplier<WaitGraph> graph, Supplier<Moment> clock) {
    this.log = log;
    this.graph = graph;
    this.clock = clock;
  }

  /** Looks about once in a millisecond, until closed, on a thread of its own. */
  void start() {
    Thread thread = new Thread(this::lookOn, "mm-wait-log");
    thread.setDaemon(true);
    thread.start();
  }

  private void lookOn() {
    while (!closed) {
      look();
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  /** Looks once. */
  synchronized void look() {
    WaitGraph now = graph.get();
    Map<String, Wait> seen = new HashMap<>();
    now.waits().forEach(each -> seen.put(each.thread(), each));
    lasting.values().stream()
        .filter(each -> !isSame(each, seen.get(each.thread())))
        .forEach(each -> write(each, "done"));
    lasting = seen;
  }

  /** The same one goes on: it is not over, and has not begun anew. */
  private static boolean isSame(Wait before, Wait now) {
    return now != null && now.port().equals(before.port()) && now.nanos() >= before.nanos();
  }

  private void write(Wait wait, String answer) {
    Moment now = clock.get();
    log.write(
        Event.of(EventKind.WAIT, new Moment(Math.max(0, now.run() - wait.nanos()), now.recorded()))
            .by(new Who(known(wait.space()), unnumbered(wait.thread()), known(wait.driver())))
            .what(wait.port())
            .answered(answer)
            .took(wait.nanos())
            .with(Event.HOLDER, holders(wait)));
  }

  /** Threads that can be named; a queue may also be woken by others, of whom nothing is known. */
  private static String holders(Wait wait) {
    return wait.holders().stream()
        .map(WaitLog::unnumbered)
        .filter(each -> !each.startsWith("others "))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Threads of one name do the same; the number tells them apart for whoever finds circles. */
  private static String unnumbered(String thread) {
    return thread.replaceFirst(" #\\d+$", "");
  }

  private static String known(String name) {
    return name.equals(Wait.UNKNOWN) ? "" : name;
  }

  /** Ends the looking; what still waits is written, and what waits in a circle as a deadlock. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    WaitGraph last = new WaitGraph(List.copyOf(lasting.values()));
    List<Wait> endless =
        last.cycles().stream().map(WaitCycle::waits).flatMap(List::stream).toList();
    lasting.values().forEach(each -> write(each, endless.contains(each) ? "deadlock" : "lasting"));
    lasting = Map.of();
  }
}

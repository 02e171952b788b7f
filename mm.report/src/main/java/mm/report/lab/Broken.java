package mm.report.lab;

import java.util.Map;
import java.util.TreeMap;
import mm.lab.result.Cell;
import mm.lab.result.LabEvent;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.EventLog;
import mm.report.Moment;
import mm.report.Who;

/** What was found of each driver in the runs that are told: the page adds it up. */
final class Broken {
  private static final String RULE = "R\\d+\\.\\d+: .*";

  private final Map<String, long[]> byDriver = new TreeMap<>();

  void add(Cell cell) {
    cell.story().stream().flatMap(each -> each.events().stream()).forEach(this::add);
  }

  private void add(LabEvent event) {
    if (event.kind() == LabEvent.Kind.FINDING && !event.driver().isEmpty()) {
      long[] counts = byDriver.computeIfAbsent(event.driver(), id -> new long[2]);
      counts[0] += event.text().contains(" still translates ") ? 1 : 0;
      counts[1] += event.text().matches(RULE) ? 1 : 0;
    }
  }

  void write(EventLog log, Moment now) {
    byDriver.forEach(
        (driver, counts) ->
            log.write(
                Event.of(EventKind.FIGURES, now)
                    .by(Who.driver(driver))
                    .with("stale", counts[0])
                    .with("violations", counts[1])));
  }
}

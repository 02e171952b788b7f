package mm.report.page;

import java.util.LinkedHashSet;
import java.util.Set;
import mm.report.Event;
import mm.report.EventKind;

/** The first reading: how far a log reaches. */
final class Extent {
  private final Set<String> drivers = new LinkedHashSet<>();
  private final Set<String> spaces = new LinkedHashSet<>();
  private final AddressRows.Finder rows = new AddressRows.Finder();
  private long events;
  private long lastRun;
  private long firstRecorded = Long.MAX_VALUE;
  private long lastRecorded = -1;

  void add(Event event) {
    events++;
    lastRun = Math.max(lastRun, event.time().run() + event.measured());
    if (event.time().recorded() >= 0) {
      firstRecorded = Math.min(firstRecorded, event.time().recorded());
      lastRecorded = Math.max(lastRecorded, event.time().recorded());
    }
    keep(drivers, event.who().driver());
    if (event.kind() != EventKind.OUTCOME) { // there it names a scenario
      keep(spaces, event.who().space());
    }
    if (event.kind() == EventKind.SECTION_BEGIN) {
      rows.add(event.span());
    }
  }

  private static void keep(Set<String> names, String name) {
    if (!name.isEmpty()) {
      names.add(name);
    }
  }

  long events() {
    return events;
  }

  Set<String> drivers() {
    return drivers;
  }

  int spaces() {
    return spaces.size();
  }

  AddressRows rows() {
    return rows.rows();
  }

  /** The clock that the page shows: that of the recording, if there is one that moves. */
  TimeAxis axis() {
    return lastRecorded > firstRecorded
        ? new TimeAxis(TimeAxis.Clock.RECORDED, firstRecorded, lastRecorded + 1)
        : new TimeAxis(TimeAxis.Clock.RUN, 0, lastRun + 1);
  }
}

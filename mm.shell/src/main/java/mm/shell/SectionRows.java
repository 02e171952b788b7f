package mm.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.OpenSection;
import mm.api.WaitGraph;

/** Open sections as rows. */
final class SectionRows {
  private static final double NANOS_PER_MILLI = 1_000_000.0;

  private SectionRows() {}

  static Map<String, Object> row(AddressSpace space, OpenSection section, WaitGraph graph) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("space", space.name());
    row.put("event", section.event().toString());
    row.put("range", section.range().toString());
    row.put("blocking", section.blocking().toString());
    row.put("age ms", age(section));
    row.put("thread", section.thread());
    row.put("waits for", WaitRows.of(section, graph));
    return row;
  }

  /** Without guards the engine reads no clock. */
  private static Object age(OpenSection section) {
    return section.ageNanos() < 0
        ? "unknown"
        : Math.round(section.ageNanos() / NANOS_PER_MILLI * 10) / 10.0;
  }
}

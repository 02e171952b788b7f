package mm.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code mm drivers} for people. */
final class DriversTable {
  private static final String[] ATTRIBUTES = {
    "blocking", "failure", "allocation", "subscription", "pages"
  };
  private static final String INDENT = "    ";

  private final TextTable table = new TextTable();

  private DriversTable() {
    List<String> header = new ArrayList<>(List.of("DRIVER", "VERSION", "STATE"));
    for (String attribute : ATTRIBUTES) {
      header.add(attribute.toUpperCase(Locale.ROOT));
    }
    header.addAll(List.of("BUNDLE", "CALLBACKS"));
    table.row(header);
  }

  static List<String> lines(List<DriverRow> drivers, List<UnusableBundle> unusable) {
    if (drivers.isEmpty() && unusable.isEmpty()) {
      return List.of("no driver is deployed");
    }
    DriversTable table = new DriversTable();
    drivers.forEach(table::add);
    unusable.forEach(table::add);
    return table.table.lines();
  }

  private void add(DriverRow driver) {
    List<String> cells = new ArrayList<>();
    cells.add(driver.id().isEmpty() ? "-" : driver.id());
    cells.add(driver.version());
    cells.add(driver.state());
    for (String attribute : ATTRIBUTES) {
      cells.add(driver.attribute(attribute));
    }
    cells.add(driver.bundle());
    cells.add(driver.attribute("callbacks")); // last, since it is the longest
    table.row(cells);
    driver
        .settings()
        .forEach((name, value) -> table.note(INDENT + "option: " + name + "=" + value));
    driver.refusals().forEach(this::add);
    driver.drift().forEach(this::add);
  }

  private void add(DriverRow.Drift drift) {
    table.note(INDENT + drift.line());
    drift.stack().forEach(frame -> table.note(INDENT + INDENT + "at " + frame));
  }

  private void add(DriverRow.Refusal refusal) {
    table.note(INDENT + refusal.rule() + ": " + refusal.message());
    if (!refusal.mend().isEmpty()) {
      table.note(INDENT + "mend: " + refusal.mend());
    }
  }

  private void add(UnusableBundle unusable) {
    table.note(unusable.file() + "  UNUSABLE");
    table.note(INDENT + unusable.reason());
  }
}

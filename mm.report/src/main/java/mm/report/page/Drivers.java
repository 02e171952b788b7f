package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import mm.report.Event;

/** One row per driver: what it was told and how it answered, and its own figures at the end. */
final class Drivers implements Part {
  private static final class Row {
    long told;
    long flushed;
    long declined;
    long waits;
    long waitedNanos;
    long nanos;
    long violations;
    long stale;
    Map<String, String> figures = Map.of();
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();

  @Override
  public String name() {
    return "drivers";
  }

  @Override
  public void add(Event event) {
    String driver = event.who().driver();
    if (!driver.isEmpty()) {
      add(event, rows.computeIfAbsent(driver, id -> new Row()));
    }
  }

  private static void add(Event event, Row row) {
    switch (event.kind()) {
      case CALLBACK, DECLINE -> told(event, row);
      case WAIT -> {
        row.waits++;
        row.waitedNanos += event.measured();
      }
      case VIOLATION -> row.violations++;
      case STALE -> row.stale++;
      case FIGURES -> row.figures = event.facts();
      default -> {}
    }
  }

  private static void told(Event event, Row row) {
    row.nanos += event.measured();
    row.told += isToldOfSection(event.what()) ? 1 : 0;
    row.flushed +=
        event.what().equals("flush-secondary-tlb") || event.what().equals("flush") ? 1 : 0;
    row.declined += event.answer().equals(Event.WOULD_BLOCK) ? 1 : 0;
  }

  private static boolean isToldOfSection(String callback) {
    return switch (callback) {
      case "start", "try-start", "invalidate" -> true;
      default -> false;
    };
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Map.Entry<String, Row> each : rows.entrySet()) {
      write(json, each.getKey(), each.getValue());
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String driver, Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", driver);
    json.writeNumberField(
        "told", row.told == 0 ? row.flushed : row.told); // whoever hears of nothing else
    json.writeNumberField("declined", row.declined);
    json.writeNumberField("waits", row.waits);
    json.writeNumberField("waitedNanos", row.waitedNanos);
    json.writeNumberField("nanos", row.nanos);
    json.writeNumberField("violations", row.violations);
    json.writeNumberField("stale", row.stale);
    json.writeObjectFieldStart("figures");
    for (Map.Entry<String, String> each : row.figures.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}

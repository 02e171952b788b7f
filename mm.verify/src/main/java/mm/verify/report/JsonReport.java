package mm.verify.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import mm.spi.DriverCapability;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Severity;
import mm.verify.Strictness;
import mm.verify.Verdict;

/** A report for scripts: one object. */
final class JsonReport {
  private final JsonGenerator json;
  private final Strictness strictness;

  private JsonReport(JsonGenerator json, Strictness strictness) {
    this.json = json;
    this.strictness = strictness;
  }

  static void write(Summary summary, Strictness strictness, OutputStream out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      new JsonReport(json, strictness).write(summary);
    }
  }

  /** Indented, and leaves the stream open. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return new JsonFactory()
        .createGenerator(out)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .useDefaultPrettyPrinter();
  }

  private void write(Summary summary) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("bundles");
    for (Verdict verdict : summary.examined()) {
      verdict(verdict);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("skipped");
    for (Verdict verdict : summary.others()) {
      json.writeString(verdict.file());
    }
    json.writeEndArray();
    json.writeBooleanField("refused", summary.isRefused(strictness));
    json.writeNumberField("errors", summary.count(Severity.ERROR));
    json.writeNumberField("warnings", summary.count(Severity.WARNING));
    json.writeNumberField("unproven", summary.count(Severity.UNPROVEN));
    json.writeNumberField("justified", summary.justified());
    json.writeEndObject();
  }

  private void verdict(Verdict verdict) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", verdict.file());
    json.writeStringField("bundle", verdict.bundle());
    json.writeBooleanField("refused", verdict.isRefused(strictness));
    json.writeArrayFieldStart("drivers");
    for (DriverCapability driver : verdict.drivers()) {
      driver(driver);
    }
    json.writeEndArray();
    hits("findings", verdict.hits());
    hits("justified", verdict.justified());
    json.writeEndObject();
  }

  private void driver(DriverCapability driver) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Object> each : driver.attributes().entrySet()) {
      String name = each.getKey().equals(DriverCapability.NAMESPACE) ? "id" : each.getKey();
      if (each.getValue() instanceof List<?> list) {
        json.writeArrayFieldStart(name);
        for (Object element : list) {
          json.writeString(element.toString());
        }
        json.writeEndArray();
      } else {
        json.writeStringField(name, each.getValue().toString());
      }
    }
    json.writeEndObject();
  }

  private void hits(String field, List<Hit> hits) throws IOException {
    json.writeArrayFieldStart(field);
    for (Hit hit : hits) {
      hit(hit);
    }
    json.writeEndArray();
  }

  private void hit(Hit hit) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", hit.finding().rule().id());
    json.writeStringField("severity", hit.severity().toString());
    json.writeStringField("driver", hit.driver());
    json.writeStringField("message", hit.finding().message());
    json.writeStringField("mend", hit.finding().mend());
    place(hit.place());
    json.writeArrayFieldStart("path");
    for (Place place : hit.path()) {
      json.writeStartObject();
      place(place);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!hit.justification().isEmpty()) {
      json.writeStringField("justification", hit.justification());
    }
    json.writeEndObject();
  }

  private void place(Place place) throws IOException {
    json.writeStringField(place.isCode() ? "class" : "element", place.element());
    if (place.isCode()) {
      json.writeStringField("method", place.method());
      json.writeStringField("source", place.source());
      json.writeNumberField("line", place.line());
    }
  }
}

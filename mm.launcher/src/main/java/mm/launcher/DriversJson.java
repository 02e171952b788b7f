package mm.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** {@code mm drivers} for programs. */
final class DriversJson {
  private final JsonGenerator json;

  private DriversJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(PrintStream out, List<DriverRow> drivers, List<UnusableBundle> unusable) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      new DriversJson(json).write(drivers, unusable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
    out.flush();
  }

  private void write(List<DriverRow> drivers, List<UnusableBundle> unusable) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("drivers");
    for (DriverRow driver : drivers) {
      write(driver);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unusable");
    for (UnusableBundle bundle : unusable) {
      write(bundle);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(DriverRow driver) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", driver.id());
    json.writeStringField("bundle", driver.bundle());
    json.writeStringField("version", driver.version());
    json.writeStringField("state", driver.state());
    json.writeFieldName("capability");
    writeValue(driver.capability());
    json.writeArrayFieldStart("refusals");
    for (DriverRow.Refusal refusal : driver.refusals()) {
      write(refusal);
    }
    json.writeEndArray();
    json.writeFieldName("settings");
    writeValue(driver.settings());
    json.writeFieldName("drift");
    writeValue(driver.drift().stream().map(DriverRow.Drift::details).toList());
    json.writeEndObject();
  }

  private void write(DriverRow.Refusal refusal) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", refusal.rule());
    json.writeStringField("message", refusal.message());
    json.writeStringField("mend", refusal.mend());
    json.writeEndObject();
  }

  private void write(UnusableBundle bundle) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", bundle.file());
    json.writeStringField("reason", bundle.reason());
    json.writeEndObject();
  }

  /** Capability attributes are strings, numbers, versions, or lists of them. */
  private void writeValue(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        writeValue(entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        writeValue(each);
      }
      json.writeEndArray();
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(String.valueOf(value));
    }
  }
}

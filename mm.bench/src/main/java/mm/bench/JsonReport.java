package mm.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import mm.bench.fork.ForkRunner;
import mm.bench.fork.Schedule;
import mm.bench.row.Outcome;
import mm.bench.row.Outcome.Verdict;
import mm.bench.row.Peer;
import mm.bench.row.Row;

/** The report for programs: one object, and nothing in it that tells when it was made. */
final class JsonReport {
  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  /** What was measured. */
  static void print(PrintStream out, List<Outcome> outcomes, Machine machine, Schedule schedule) {
    object(out, json -> json.write(outcomes, machine, schedule));
  }

  /** What could be measured: of each row the fields that need no run. */
  static void list(PrintStream out, List<Row> rows) {
    object(out, json -> json.write(rows));
  }

  /** The fields of an object. */
  private interface Fields {
    void write(JsonReport json) throws IOException;
  }

  private static void object(PrintStream out, Fields fields) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      fields.write(new JsonReport(json));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private void write(List<Outcome> outcomes, Machine machine, Schedule schedule)
      throws IOException {
    write(machine);
    write(schedule);
    json.writeArrayFieldStart("rows");
    for (Outcome outcome : outcomes) {
      json.writeStartObject();
      write(outcome);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("ok", count(outcomes, Verdict.OK));
    json.writeNumberField("fallsShort", count(outcomes, Verdict.FALLS_SHORT));
  }

  private void write(List<Row> rows) throws IOException {
    json.writeArrayFieldStart("rows");
    for (Row row : rows) {
      json.writeStartObject();
      json.writeStringField("title", row.title());
      write(row);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static long count(List<Outcome> outcomes, Verdict verdict) {
    return outcomes.stream().filter(each -> each.verdict() == verdict).count();
  }

  private void write(Machine machine) throws IOException {
    json.writeStringField("jvm", machine.jvm());
    json.writeArrayFieldStart("jvmOptions");
    for (String each : ForkRunner.jvmOptions()) {
      json.writeString(each);
    }
    json.writeEndArray();
    json.writeStringField("system", machine.system());
    json.writeStringField("cpu", machine.cpu());
    json.writeNumberField("processors", machine.processors());
    number("loadAverage", machine.load());
  }

  private void write(Schedule schedule) throws IOException {
    json.writeNumberField("forks", schedule.forks());
    json.writeNumberField("warmups", schedule.warmups());
    json.writeNumberField("iterations", schedule.iterations());
    json.writeNumberField("iterationMillis", schedule.millis());
  }

  private void write(Outcome outcome) throws IOException {
    write(outcome.row());
    number("measured", outcome.measured());
    number("fences", outcome.fences());
    number("other", outcome.other());
    number("ratio", outcome.ratio());
    json.writeStringField("verdict", lower(outcome.verdict()));
    json.writeArrayFieldStart("forks");
    for (double each : outcome.forks()) {
      json.writeNumber(rounded(each));
    }
    json.writeEndArray();
  }

  private void write(Row row) throws IOException {
    json.writeStringField("name", row.name());
    json.writeStringField("reading", lower(row.reading()));
    json.writeStringField("unit", row.reading().unit());
    json.writeStringField("against", row.peer().map(Peer::name).orElse(null));
    json.writeStringField("comparison", lower(row.comparison()));
    json.writeStringField("relation", row.comparison().relation());
    number("goal", row.goal().orElse(Double.NaN));
  }

  private void number(String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, rounded(value));
    } else {
      json.writeNullField(name); // JSON knows no other
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

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
import mm.bench.row.Row;

/** The report for programs: one object, and nothing in it that tells when it was made. */
final class JsonReport {
  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static void print(PrintStream out, List<Outcome> outcomes, Machine machine, Schedule schedule) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      new JsonReport(json).write(outcomes, machine, schedule);
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
    Row row = outcome.row();
    json.writeStringField("name", row.name());
    json.writeStringField("reading", lower(row.reading()));
    json.writeStringField("unit", row.reading().unit());
    number("measured", outcome.measured());
    number("fences", outcome.fences());
    json.writeStringField("against", row.peer().map(peer -> peer.name()).orElse(null));
    number("other", outcome.other());
    json.writeStringField("comparison", lower(row.comparison()));
    number("ratio", outcome.ratio());
    json.writeStringField("relation", row.comparison().relation());
    number("goal", row.goal().orElse(Double.NaN));
    json.writeStringField("verdict", lower(outcome.verdict()));
    json.writeArrayFieldStart("forks");
    for (double each : outcome.forks()) {
      json.writeNumber(rounded(each));
    }
    json.writeEndArray();
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

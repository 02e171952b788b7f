package mm.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mm.api.AddressRange;
import mm.api.Finding;
import mm.machine.Reap;

/** A report as one JSON object. */
final class JsonReport {
  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  /** Writes something. */
  private interface Writing {
    void by(JsonReport json) throws IOException;
  }

  static String of(Report report) {
    return of(json -> json.write(report));
  }

  static String of(GenerationsCompared compared) {
    return of(json -> json.write(compared));
  }

  private static String of(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.setPrettyPrinter(new DefaultPrettyPrinter());
      writing.by(new JsonReport(generator));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString();
  }

  private void write(GenerationsCompared compared) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("generations");
    write(compared.first());
    write(compared.second());
    json.writeEndArray();
    json.writeFieldName("difference");
    if (compared.difference().isPresent()) {
      json.writeStartArray();
      side(compared.first(), compared.difference().get().first());
      side(compared.second(), compared.difference().get().second());
      json.writeEndArray();
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  /** Without operation and what, nothing more happened in that generation. */
  private void side(Report report, Optional<Story.Entry> entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("generation", report.stage().generation());
    if (entry.isPresent()) {
      json.writeStringField("operation", entry.get().operation());
      json.writeStringField("driver", entry.get().driver());
      json.writeStringField("what", entry.get().what());
    }
    json.writeEndObject();
  }

  private void write(Report report) throws IOException {
    json.writeStartObject();
    json.writeStringField("generation", report.stage().generation());
    json.writeStringField("dispatcher", report.stage().kind().toString().toLowerCase(Locale.ROOT));
    json.writeStringField("kernel", report.kernel().toString());
    input(report);
    notifications(report);
    if (report.oom().isPresent()) {
      oom(report.oom().get());
    }
    predicted(report.predicted());
    json.writeArrayFieldStart("drivers");
    for (DriverFigures each : report.drivers()) {
      driver(each);
    }
    json.writeEndArray();
    if (report.contents().isPresent()) {
      json.writeObjectFieldStart("contents");
      json.writeNumberField("compared", report.contents().get().compared());
      json.writeNumberField("differing", report.contents().get().differing());
      json.writeEndObject();
    }
    json.writeStringField("device", report.device().toString().toLowerCase(Locale.ROOT));
    json.writeNumberField("seed", report.seed());
    json.writeBooleanField("strict", report.strictness() == Strictness.STRICT);
    json.writeNumberField("elapsedMillis", report.elapsedMillis());
    json.writeEndObject();
  }

  private void input(Report report) throws IOException {
    json.writeObjectFieldStart("input");
    json.writeStringField("from", report.source());
    json.writeArrayFieldStart("recordings");
    for (InputFigures each : report.inputs()) {
      recording(each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void recording(InputFigures each) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", each.file());
    json.writeStringField("program", each.program());
    json.writeStringField("format", each.format());
    json.writeNumberField("processes", each.processes());
    json.writeNumberField("tasks", each.tasks());
    json.writeNumberField("spanMicros", each.spanMicros());
    counts("calls", each.calls());
    counts("unknownCalls", each.unknownCalls());
    json.writeNumberField("failedCalls", each.failedCalls());
    json.writeNumberField("divergedCalls", each.divergedCalls());
    json.writeNumberField("recordedNotifications", each.notifications());
    json.writeNumberField("tolerated", each.tolerated());
    predicted(each.predicted());
    json.writeEndObject();
  }

  private void predicted(Optional<PredictionFigures> compared) throws IOException {
    if (compared.isEmpty()) {
      return;
    }
    PredictionFigures figures = compared.get();
    json.writeObjectFieldStart("predicted");
    for (NotificationClass which : NotificationClass.values()) {
      PredictionFigures.Counts counts = figures.of(which);
      json.writeObjectFieldStart(which.name().toLowerCase(Locale.ROOT));
      json.writeNumberField("observed", counts.observed());
      json.writeNumberField("predicted", counts.predicted());
      json.writeNumberField("hit", counts.hit());
      json.writeNumberField("observedOutsideCalls", counts.outsideCalls());
      json.writeEndObject();
    }
    counts("apart", figures.apart());
    json.writeNumberField("notCounted", figures.notCounted());
    json.writeEndObject();
  }

  private void notifications(Report report) throws IOException {
    json.writeObjectFieldStart("notifications");
    json.writeNumberField("total", report.sections());
    counts("byEvent", report.sectionsByEvent());
    counts("byPages", report.sectionsBySize());
    json.writeEndObject();
  }

  private void oom(OomFigures figures) throws IOException {
    json.writeObjectFieldStart("oom");
    json.writeArrayFieldStart("kills");
    for (OomFigures.Kill each : figures.kills()) {
      kill(each);
    }
    json.writeEndArray();
    json.writeNumberField("passedOver", figures.passedOver());
    json.writeEndObject();
  }

  private void kill(OomFigures.Kill kill) throws IOException {
    json.writeStartObject();
    json.writeStringField("recording", kill.recording());
    json.writeNumberField("afterCalls", kill.afterCalls());
    json.writeStringField("reason", kill.reason().toString().toLowerCase(Locale.ROOT));
    if (kill.reap().isPresent()) {
      reap(kill.reap().get());
    }
    json.writeEndObject();
  }

  private void reap(Reap reap) throws IOException {
    json.writeStringField("victim", reap.victim());
    json.writeStringField("outcome", reap.outcome().toString().toLowerCase(Locale.ROOT));
    json.writeNumberField("attempts", reap.attempts());
    json.writeNumberField("reapedPages", reap.pages());
    json.writeNumberField("reapedMappings", reap.reaped());
    json.writeArrayFieldStart("skipped");
    for (AddressRange each : reap.refused()) {
      json.writeString(each.toString());
    }
    json.writeEndArray();
    json.writeNumberField("finishedMillis", reap.finishedMillis());
  }

  private void driver(DriverFigures each) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", each.id());
    json.writeStringField("version", each.version());
    json.writeStringField("state", each.state());
    json.writeNumberField("spaces", each.spaces());
    json.writeNumberField("sections", each.sections());
    json.writeNumberField("made", each.made());
    json.writeNumberField("held", each.held());
    json.writeNumberField("dropped", each.dropped());
    json.writeNumberField("overTold", each.overTold());
    json.writeNumberField("declined", each.declined());
    json.writeNumberField("retries", each.retries());
    json.writeObjectFieldStart("callbackNanos");
    json.writeNumberField("p50", each.callbackNanos().p50());
    json.writeNumberField("p99", each.callbackNanos().p99());
    json.writeNumberField("max", each.callbackNanos().max());
    json.writeEndObject();
    json.writeNumberField("stale", each.stale());
    json.writeNumberField("notJudged", each.notJudged());
    json.writeNumberField("violations", each.violations());
    json.writeNumberField("unended", each.unended());
    texts("findings", each.findings());
    word(each.word());
    json.writeEndObject();
  }

  private void word(DriverFigures.Word word) throws IOException {
    json.writeNumberField("leftOut", word.leftOut());
    json.writeArrayFieldStart("reasons");
    for (Finding reason : word.reasons()) {
      json.writeStartObject();
      json.writeStringField("rule", reason.rule().id());
      json.writeStringField("message", reason.message());
      json.writeStringField("mend", reason.mend());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("drift");
    json.writeObjectFieldStart("declared");
    for (Map.Entry<String, ?> each : word.declared().entrySet()) {
      json.writeStringField(each.getKey(), each.getValue().toString());
    }
    json.writeEndObject();
    texts("observed", word.broken());
    texts("hinted", word.hints());
    json.writeEndObject();
  }

  private void texts(String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : texts) {
      json.writeString(each);
    }
    json.writeEndArray();
  }

  private void counts(String name, Map<String, Long> counts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> each : counts.entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }
}

package mm.conform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.conform.script.Level;

/** A report as one JSON object on one line; its last fields are the totals and the failures. */
final class JsonReport {
  private final JsonGenerator json;
  private final Report report;

  private JsonReport(JsonGenerator json, Report report) {
    this.json = json;
    this.report = report;
  }

  static void print(PrintStream out, Report report, Request request) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      new JsonReport(generator, report).write(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    out.println(text);
  }

  private void write(Request request) throws IOException {
    json.writeStartObject();
    json.writeStringField("kernel", request.kernel().toString());
    levels();
    hints();
    findings("skips", report.skips(), this::finding);
    counts(report.counted());
    findings("failures", report.failures(), finding -> failure(finding, request));
    json.writeEndObject();
  }

  private void levels() throws IOException {
    json.writeArrayFieldStart("families");
    for (Map.Entry<Level, Map<String, Counts>> level : report.families().entrySet()) {
      for (Map.Entry<String, Counts> family : level.getValue().entrySet()) {
        json.writeStartObject();
        json.writeStringField("level", level.getKey().toString());
        json.writeStringField("family", family.getKey());
        counts(family.getValue());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void hints() throws IOException {
    json.writeObjectFieldStart("advisory");
    json.writeNumberField("event", report.hints().event());
    json.writeNumberField("context", report.hints().context());
    json.writeNumberField("nesting", report.hints().nesting());
    json.writeEndObject();
  }

  private void counts(Counts counts) throws IOException {
    json.writeNumberField("passed", counts.passed());
    json.writeNumberField("failed", counts.failed());
    json.writeNumberField("skipped", counts.skipped());
  }

  /** Writes the fields of a finding. */
  private interface Writing {
    void write(Finding finding) throws IOException;
  }

  private void findings(String name, List<Finding> findings, Writing writing) throws IOException {
    json.writeArrayFieldStart(name);
    for (Finding each : findings) {
      json.writeStartObject();
      writing.write(each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void finding(Finding finding) throws IOException {
    json.writeStringField("case", finding.name());
    json.writeStringField("file", finding.file());
    json.writeStringField("family", finding.family());
    json.writeStringField("level", finding.level().toString());
    json.writeBooleanField("counted", finding.level().counts());
    json.writeStringField("reason", finding.reason());
  }

  private void failure(Finding finding, Request request) throws IOException {
    finding(finding);
    Optional<String> mappings = report.mappings(finding);
    if (mappings.isPresent()) {
      json.writeStringField("mappings", mappings.get());
    }
    if (request.wants(Request.Option.DIFF)) {
      json.writeNumberField("from", finding.miss().firstRow());
      rows("expected", finding.miss().expected());
      rows("actual", finding.miss().actual());
    }
  }

  private void rows(String name, List<String> rows) throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : rows) {
      json.writeString(each);
    }
    json.writeEndArray();
  }
}

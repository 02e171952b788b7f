package mm.verify.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import mm.api.Rule;
import mm.verify.Hit;
import mm.verify.Place;
import mm.verify.Severity;
import mm.verify.Strictness;
import mm.verify.Verdict;

/** A report in SARIF 2.1.0, the format that code hosts show beside the code. */
final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final JsonGenerator json;
  private final Strictness strictness;
  private final List<Rule> rules;

  private SarifReport(JsonGenerator json, Strictness strictness, List<Rule> rules) {
    this.json = json;
    this.strictness = strictness;
    this.rules = rules;
  }

  static void write(Summary summary, Strictness strictness, OutputStream out) throws IOException {
    List<Rule> rules =
        summary.examined().stream()
            .flatMap(Summary::all)
            .map(hit -> hit.finding().rule())
            .distinct()
            .sorted()
            .toList();
    try (JsonGenerator json = JsonReport.generator(out)) {
      new SarifReport(json, strictness, rules).write(summary);
    }
  }

  private void write(Summary summary) throws IOException {
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    tool();
    json.writeArrayFieldStart("results");
    for (Verdict verdict : summary.examined()) {
      for (Hit hit : Summary.all(verdict).toList()) {
        result(verdict, hit);
      }
    }
    json.writeEndArray();
    json.writeStringField("columnKind", "utf16CodeUnits");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void tool() throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "mm verify");
    json.writeArrayFieldStart("rules");
    for (Rule rule : rules) {
      json.writeStartObject();
      json.writeStringField("id", rule.id());
      text("shortDescription", rule.text());
      text("fullDescription", Explanation.of(rule).reason());
      text("help", Explanation.of(rule).source());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private void result(Verdict verdict, Hit hit) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", hit.finding().rule().id());
    json.writeNumberField("ruleIndex", rules.indexOf(hit.finding().rule()));
    json.writeStringField("level", level(hit.severity()));
    text("message", hit.finding().message() + " " + hit.finding().mend());
    json.writeArrayFieldStart("locations");
    location(verdict, hit.place());
    json.writeEndArray();
    if (hit.path().size() > 1) {
      way(verdict, hit);
    }
    if (!hit.justification().isEmpty()) {
      suppression(hit);
    }
    json.writeEndObject();
  }

  private String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> strictness == Strictness.STRICT ? "error" : "warning";
      case UNPROVEN -> strictness == Strictness.STRICT ? "error" : "note";
    };
  }

  private void location(Verdict verdict, Place place) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(Sources.file(verdict.file(), place)));
    json.writeEndObject();
    if (place.line() > 0) {
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", place.line());
      json.writeEndObject();
    }
    json.writeEndObject();
    if (!place.element().isEmpty()) {
      logicalLocation(place);
    }
    json.writeEndObject();
  }

  private void logicalLocation(Place place) throws IOException {
    json.writeArrayFieldStart("logicalLocations");
    json.writeStartObject();
    String name =
        place.method().isEmpty() ? place.element() : place.element() + "." + place.method();
    json.writeStringField("fullyQualifiedName", name);
    json.writeStringField("kind", kind(place));
    json.writeEndObject();
    json.writeEndArray();
  }

  private static String kind(Place place) {
    if (!place.method().isEmpty()) {
      return "function";
    }
    return place.isCode() ? "type" : "resource";
  }

  private static String uri(String path) {
    try {
      // Relative paths stay relative; a colon in the first part would make a scheme of it.
      boolean absolute = path.startsWith("/") || path.matches("[A-Za-z]:.*");
      String rooted = absolute && !path.startsWith("/") ? "/" + path : path;
      return new URI(absolute ? "file" : null, absolute ? "" : null, rooted, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "unknown";
    }
  }

  private void way(Verdict verdict, Hit hit) throws IOException {
    json.writeArrayFieldStart("codeFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("threadFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("locations");
    for (Place place : hit.path()) {
      json.writeStartObject();
      json.writeFieldName("location");
      location(verdict, place);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void suppression(Hit hit) throws IOException {
    json.writeArrayFieldStart("suppressions");
    json.writeStartObject();
    json.writeStringField("kind", "inSource");
    json.writeStringField("justification", hit.justification());
    json.writeEndObject();
    json.writeEndArray();
  }
}

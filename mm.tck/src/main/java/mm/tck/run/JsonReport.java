package mm.tck.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** The verdicts as one JSON object. */
final class JsonReport {
  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static void write(List<DriverVerdict> drivers, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new JsonReport(json).write(drivers);
      json.writeRaw('\n');
    }
  }

  private void write(List<DriverVerdict> drivers) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("drivers");
    for (DriverVerdict each : drivers) {
      driver(each);
    }
    json.writeEndArray();
    json.writeNumberField("passed", drivers.stream().filter(DriverVerdict::passed).count());
    json.writeNumberField("failed", drivers.stream().filter(each -> !each.passed()).count());
    json.writeEndObject();
  }

  private void driver(DriverVerdict driver) throws IOException {
    json.writeStartObject();
    json.writeStringField("bundle", driver.bundle());
    json.writeStringField("driver", driver.driver());
    json.writeStringField("setting", driver.setting());
    json.writeBooleanField("passed", driver.passed());
    json.writeArrayFieldStart("rules");
    for (RuleVerdict each : driver.rules()) {
      rule(each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void rule(RuleVerdict rule) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", rule.rule());
    json.writeStringField("verdict", code(rule.verdict()));
    json.writeArrayFieldStart("tests");
    for (TestVerdict each : rule.tests()) {
      test(each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void test(TestVerdict test) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", test.name());
    json.writeStringField("verdict", code(test.verdict()));
    json.writeStringField("message", test.message());
    strings("stack", test.stack().stream().map(StackTraceElement::toString).toList());
    strings("remarks", test.remarks());
    json.writeEndObject();
  }

  private void strings(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }

  private static String code(Verdict verdict) {
    return verdict.toString().toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}

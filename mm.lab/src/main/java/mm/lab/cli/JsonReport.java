package mm.lab.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import mm.lab.result.Cell;
import mm.lab.result.ScenarioResult;
import mm.lab.result.Story;
import mm.lab.result.StoryStep;
import mm.lab.scenario.Expectation;
import mm.lab.scenario.ScenarioWriter;

/** Results as one JSON object; docs/lab.md names its fields. */
final class JsonReport {
  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static void write(List<ScenarioResult> results, OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .disable(com.fasterxml.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      new JsonReport(json).write(results);
      json.writeRaw('\n');
    }
  }

  private void write(List<ScenarioResult> results) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("asExpected", results.stream().allMatch(ScenarioResult::asExpected));
    json.writeArrayFieldStart("scenarios");
    for (ScenarioResult each : results) {
      json.writeStartObject();
      json.writeStringField("name", each.scenario().name());
      json.writeStringField("title", each.scenario().title());
      texts("sources", each.scenario().sources());
      json.writeArrayFieldStart("cells");
      for (Cell cell : each.cells()) {
        write(cell);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Cell cell) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", cell.rules().name());
    json.writeStringField("variant", cell.variant());
    json.writeStringField("outcome", cell.outcome().text());
    if (cell.expected().isPresent()) {
      json.writeStringField("expected", cell.expected().get().outcome().text());
    }
    json.writeBooleanField("asExpected", cell.asExpected());
    texts("unmet", cell.unmet());
    json.writeNumberField("runs", cell.explored().runs());
    json.writeNumberField("pruned", cell.explored().pruned());
    json.writeNumberField("drawn", cell.explored().drawn());
    json.writeStringField(
        "coverage", cell.explored().coverage().name().toLowerCase(java.util.Locale.ROOT));
    json.writeNumberField("millis", cell.millis());
    json.writeObjectFieldStart("outcomes");
    for (Map.Entry<?, Long> each : cell.outcomes().entrySet()) {
      json.writeNumberField(each.getKey().toString(), each.getValue());
    }
    json.writeEndObject();
    texts("reaps", List.copyOf(cell.reaps().keySet()));
    texts("reports", cell.reports());
    texts("meetings", cell.meetings());
    json.writeObjectFieldStart("counters");
    for (Map.Entry<String, Expectation.Bounds> each : cell.counters().entrySet()) {
      json.writeArrayFieldStart(each.getKey());
      json.writeNumber(each.getValue().least());
      json.writeNumber(each.getValue().most());
      json.writeEndArray();
    }
    json.writeEndObject();
    if (cell.story().isPresent()) {
      write(cell.story().get());
    }
    json.writeEndObject();
  }

  private void write(Story story) throws IOException {
    json.writeObjectFieldStart("story");
    texts("reasons", story.reasons());
    json.writeArrayFieldStart("steps");
    for (StoryStep each : story.steps()) {
      json.writeStartObject();
      json.writeNumberField("number", each.number());
      json.writeStringField("who", each.who());
      json.writeStringField("what", each.what());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("order", ScenarioWriter.order(story.order()));
    json.writeEndObject();
  }

  private void texts(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }
}

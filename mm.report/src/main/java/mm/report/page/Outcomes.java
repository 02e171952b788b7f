package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mm.report.Event;
import mm.report.EventKind;

/** How scenarios came out; there are as many as somebody wrote down, so all are kept. */
final class Outcomes implements Part {
  private final List<Event> outcomes = new ArrayList<>();

  @Override
  public String name() {
    return "outcomes";
  }

  @Override
  public void add(Event event) {
    if (event.kind() == EventKind.OUTCOME) {
      outcomes.add(event);
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Event each : outcomes) {
      json.writeStartObject();
      json.writeStringField("scenario", each.who().space());
      json.writeStringField("rule", each.cause());
      json.writeStringField("outcome", each.what());
      json.writeStringField("answer", each.answer());
      for (Map.Entry<String, String> fact : each.facts().entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

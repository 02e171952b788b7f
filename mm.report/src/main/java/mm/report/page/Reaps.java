package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mm.report.Event;
import mm.report.EventKind;

/** What the OOM reaper got: each time that memory ran out. */
final class Reaps implements Part {
  private static final int SHOWN = 200;

  private final TimeAxis axis;
  private final List<Event> reaps = new ArrayList<>();
  private long leftOut;

  Reaps(Extent extent) {
    axis = extent.axis();
  }

  @Override
  public String name() {
    return "reaps";
  }

  @Override
  public void add(Event event) {
    if (event.kind() == EventKind.REAP) {
      if (reaps.size() < SHOWN) {
        reaps.add(event);
      } else {
        leftOut++;
      }
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("leftOut", leftOut);
    json.writeArrayFieldStart("list");
    for (Event each : reaps) {
      json.writeStartObject();
      json.writeNumberField("t", axis.of(each));
      json.writeStringField("space", each.who().space());
      json.writeStringField("outcome", each.answer());
      for (Map.Entry<String, String> fact : each.facts().entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import mm.report.Event;

/** An event as the page lists it. */
final class Lines {
  private Lines() {}

  static void write(JsonGenerator json, TimeAxis axis, Event event) throws IOException {
    write(json, axis, "", event);
  }

  /** In a story of one space. */
  static void write(JsonGenerator json, TimeAxis axis, String space, Event event)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("seq", event.sequence());
    json.writeNumberField("t", axis.of(event));
    json.writeStringField("kind", event.kind().toString());
    json.writeStringField("who", Words.who(event));
    json.writeStringField("what", Words.in(space, event));
    json.writeNumberField("ns", event.measured());
    json.writeEndObject();
  }
}

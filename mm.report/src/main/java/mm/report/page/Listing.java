package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import mm.report.Event;
import mm.report.EventKind;

/** Events one by one: all of a short run, the longest callbacks of any. */
final class Listing implements Part {
  private static final int SHORT = 1_500;
  private static final int LONGEST = 25;

  private final TimeAxis axis;
  private final boolean complete;
  private final List<Event> all = new ArrayList<>();
  private final PriorityQueue<Event> longest =
      new PriorityQueue<>(Comparator.comparingLong(Event::measured));

  Listing(Extent extent) {
    axis = extent.axis();
    complete = extent.events() <= SHORT;
  }

  @Override
  public String name() {
    return "listing";
  }

  @Override
  public void add(Event event) {
    if (complete) {
      all.add(event);
    }
    if (event.kind() == EventKind.CALLBACK || event.kind() == EventKind.DECLINE) {
      longest.add(event);
      if (longest.size() > LONGEST) {
        longest.remove();
      }
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("all");
    for (Event each : all) {
      Lines.write(json, axis, each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("longest");
    for (Event each : descending()) {
      Lines.write(json, axis, each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private List<Event> descending() {
    return longest.stream().sorted(Comparator.comparingLong(Event::measured).reversed()).toList();
  }
}

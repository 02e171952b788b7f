package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import mm.report.Event;
import mm.report.EventKind;

/** What came before each broken promise and stale translation, step by step. */
final class Stories implements Part {
  private static final int REMEMBERED = 256;
  private static final int STEPS = 12;
  private static final int SHOWN = 20;

  private record Found(Event event, List<Event> steps) {}

  private final TimeAxis axis;
  private final Deque<Event> recent = new ArrayDeque<>(REMEMBERED);
  private final List<Found> found = new ArrayList<>();
  private long leftOut;

  Stories(Extent extent) {
    axis = extent.axis();
  }

  @Override
  public String name() {
    return "stories";
  }

  @Override
  public void add(Event event) {
    if (event.kind() == EventKind.VIOLATION || event.kind() == EventKind.STALE) {
      tell(event);
    }
    if (recent.size() == REMEMBERED) {
      recent.removeFirst();
    }
    recent.addLast(event);
  }

  private void tell(Event event) {
    if (found.size() == SHOWN) {
      leftOut++;
      return;
    }
    // By time: a line is written when its event is over, an operation after all that it caused.
    List<Event> steps =
        recent.stream()
            .filter(each -> concerns(each, event))
            .sorted(Comparator.comparingLong(each -> each.time().run()))
            .toList();
    found.add(new Found(event, last(withoutRepetition(steps))));
  }

  /** Of what was said again and again, only the last. */
  private static List<Event> withoutRepetition(List<Event> steps) {
    List<Event> told = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      boolean again = i + 1 < steps.size() && words(steps.get(i)).equals(words(steps.get(i + 1)));
      if (!again) {
        told.add(steps.get(i));
      }
    }
    return told;
  }

  private static String words(Event event) {
    return Words.who(event) + '\0' + Words.of(event);
  }

  private static List<Event> last(List<Event> steps) {
    return List.copyOf(steps.subList(Math.max(0, steps.size() - STEPS), steps.size()));
  }

  /** What the driver did, and what others did to the space. */
  private static boolean concerns(Event step, Event end) {
    return step.kind() != EventKind.RUN
        && step.kind() != EventKind.FIGURES
        && agree(step.who().driver(), end.who().driver())
        && agree(step.who().space(), end.who().space());
  }

  private static boolean agree(String one, String other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("leftOut", leftOut);
    json.writeArrayFieldStart("list");
    for (Found each : found) {
      story(json, each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static long count(Event event) {
    String count = event.fact("count");
    return count.matches("\\d{1,18}") ? Long.parseLong(count) : 1;
  }

  private void story(JsonGenerator json, Found story) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", story.event.kind().toString());
    json.writeStringField("rule", story.event.what());
    json.writeStringField("driver", story.event.who().driver());
    json.writeStringField("space", story.event.who().space());
    json.writeStringField("text", story.event.fact(Event.TEXT));
    json.writeNumberField("t", axis.of(story.event));
    json.writeNumberField("count", count(story.event));
    json.writeArrayFieldStart("steps");
    String space = story.event.who().space();
    for (Event each : story.steps) {
      Lines.write(json, axis, space, each);
    }
    Lines.write(json, axis, space, story.event);
    json.writeEndArray();
    json.writeEndObject();
  }
}

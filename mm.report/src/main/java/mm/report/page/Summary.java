package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import mm.report.Event;
import mm.report.EventKind;

/** What was run, the verdict, and how many there are of what. */
final class Summary implements Part {
  private final Extent extent;
  private final Map<EventKind, Long> counts = new EnumMap<>(EventKind.class);
  private final Map<String, Long> causes = new TreeMap<>();
  private final Map<String, Long> operations = new TreeMap<>();
  private Map<String, String> facts = Map.of();
  private String title = "";
  private String verdict = "";
  private String verdictText = "";

  Summary(Extent extent) {
    this.extent = extent;
  }

  @Override
  public String name() {
    return "summary";
  }

  @Override
  public void add(Event event) {
    counts.merge(event.kind(), 1L, Long::sum);
    switch (event.kind()) {
      case RUN -> {
        title = event.what();
        facts = event.facts();
      }
      case SECTION_BEGIN -> causes.merge(event.cause(), 1L, Long::sum);
      case OPERATION -> operations.merge(firstWord(event.what()), 1L, Long::sum);
      case VERDICT -> {
        verdict = event.what();
        verdictText = event.fact(Event.TEXT);
      }
      default -> {}
    }
  }

  /** The name of a call without its arguments. */
  private static String firstWord(String operation) {
    return operation.split("[ (]", 2)[0];
  }

  String title() {
    return title;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("title", title);
    json.writeStringField("verdict", verdict);
    json.writeStringField("verdictText", verdictText);
    json.writeNumberField("events", extent.events());
    json.writeNumberField("spaces", extent.spaces());
    json.writeObjectFieldStart("facts");
    for (Map.Entry<String, String> each : facts.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    Map<String, Long> named = new LinkedHashMap<>();
    counts.forEach((kind, count) -> named.put(kind.toString(), count));
    numbers(json, "counts", named);
    numbers(json, "causes", causes);
    numbers(json, "operations", operations);
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, String name, Map<String, Long> numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> each : numbers.entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }
}

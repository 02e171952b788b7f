package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import mm.report.Event;
import mm.report.EventKind;

/** Who waited for whom: one edge for each pair and what was waited for. */
final class Waits implements Part {
  private static final String DEADLOCK = "deadlock";
  private static final String LASTING = "lasting";

  private record Edge(String waiter, String port, String holder) implements Comparable<Edge> {
    @Override
    public int compareTo(Edge other) {
      return text().compareTo(other.text());
    }

    private String text() {
      return waiter + '\0' + port + '\0' + holder;
    }
  }

  private static final class Figures {
    long count;
    long nanos;
    long longest;
    String end = "ended";
  }

  private final Map<Edge, Figures> edges = new TreeMap<>();

  @Override
  public String name() {
    return "waits";
  }

  @Override
  public void add(Event event) {
    if (event.kind() == EventKind.WAIT) {
      Edge edge = new Edge(Words.who(event), event.what(), event.fact(Event.HOLDER));
      Figures figures = edges.computeIfAbsent(edge, each -> new Figures());
      figures.count++;
      figures.nanos += event.measured();
      figures.longest = Math.max(figures.longest, event.measured());
      figures.end = worse(figures.end, event.answer());
    }
  }

  private static String worse(String known, String answer) {
    return switch (answer) {
      case DEADLOCK -> DEADLOCK;
      case LASTING -> known.equals(DEADLOCK) ? known : LASTING;
      default -> known;
    };
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Map.Entry<Edge, Figures> each : edges.entrySet()) {
      json.writeStartObject();
      json.writeStringField("waiter", each.getKey().waiter);
      json.writeStringField("port", each.getKey().port);
      json.writeStringField("holder", each.getKey().holder);
      json.writeNumberField("count", each.getValue().count);
      json.writeNumberField("nanos", each.getValue().nanos);
      json.writeNumberField("longest", each.getValue().longest);
      json.writeStringField("end", each.getValue().end);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

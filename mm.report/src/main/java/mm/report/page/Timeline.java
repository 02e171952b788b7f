package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mm.report.Event;
import mm.report.EventKind;

/**
 * How much happened when: operations, sections and the callbacks of each driver, in columns of
 * several widths, so that a page that zooms in finds finer ones.
 */
final class Timeline implements Part {
  private static final int[] COLUMNS = {250, 2_000, 16_000};
  private static final int MARKS = 500;
  private static final String OPERATIONS = "operations";
  private static final String SECTIONS = "sections";

  /** One width of columns. */
  private final class Level {
    private final int columns;
    private final int[][] counts;

    Level(int columns) {
      this.columns = columns;
      counts = new int[lanes.size()][columns];
    }

    void add(int lane, Event event) {
      counts[lane][axis.column(event, columns)]++;
    }

    /** Per lane: column, count, column, count, ... of those that are not empty. */
    void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeNumberField("width", axis.width(columns));
      json.writeArrayFieldStart("lanes");
      for (int[] lane : counts) {
        sparse(json, lane);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private record Mark(long time, int lane, String kind, String text) {}

  private final TimeAxis axis;
  private final List<String> lanes = new ArrayList<>(List.of(OPERATIONS, SECTIONS));
  private final List<Level> levels = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private long marksLeftOut;

  Timeline(Extent extent) {
    axis = extent.axis();
    lanes.addAll(extent.drivers());
    for (int columns : COLUMNS) {
      levels.add(new Level(columns));
    }
  }

  @Override
  public String name() {
    return "timeline";
  }

  @Override
  public void add(Event event) {
    int lane = lane(event);
    if (lane >= 0) {
      levels.forEach(level -> level.add(lane, event));
    }
    if (isMarked(event.kind())) {
      mark(event);
    }
  }

  private int lane(Event event) {
    return switch (event.kind()) {
      case OPERATION -> 0;
      case SECTION_BEGIN -> 1;
      case CALLBACK, DECLINE -> lanes.indexOf(event.who().driver());
      default -> -1;
    };
  }

  private static boolean isMarked(EventKind kind) {
    return switch (kind) {
      case DECLINE, VIOLATION, STALE, REAP, WAIT -> true;
      default -> false;
    };
  }

  private void mark(Event event) {
    if (marks.size() == MARKS) {
      marksLeftOut++;
      return;
    }
    int lane = Math.max(0, lanes.indexOf(event.who().driver()));
    marks.add(new Mark(axis.of(event), lane, event.kind().toString(), Words.of(event)));
  }

  private static void sparse(JsonGenerator json, int[] counts) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        json.writeNumber(i);
        json.writeNumber(counts[i]);
      }
    }
    json.writeEndArray();
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("clock", axis.clock().toString());
    json.writeNumberField("from", axis.from());
    json.writeNumberField("to", axis.to());
    json.writeArrayFieldStart("lanes");
    for (String each : lanes) {
      json.writeString(each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("levels");
    for (Level each : levels) {
      each.write(json);
    }
    json.writeEndArray();
    marks(json);
    json.writeEndObject();
  }

  private void marks(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("marks");
    for (Mark each : marks) {
      json.writeStartObject();
      json.writeNumberField("t", each.time);
      json.writeNumberField("lane", each.lane);
      json.writeStringField("kind", each.kind);
      json.writeStringField("text", each.text);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("marksLeftOut", marksLeftOut);
  }
}

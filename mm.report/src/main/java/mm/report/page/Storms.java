package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mm.report.Event;
import mm.report.EventKind;

/**
 * Stretches of time with far more sections than usual: columns next to each other that each have
 * {@value #FACTOR} times the mean, and no fewer than {@value #FEWEST}; a few calmer ones between
 * them belong to it.
 */
final class Storms implements Part {
  private static final int COLUMNS = 1_000;
  private static final int FACTOR = 8;
  private static final int FEWEST = 20;
  private static final int SHOWN = 12;

  /** So many calmer columns in a row are still the same storm. */
  private static final int LULL = 5;

  private record Storm(int from, int to, long sections, String cause) {}

  private final TimeAxis axis;
  private final int[] counts = new int[COLUMNS];
  private final Map<String, int[]> byCause = new TreeMap<>();
  private long total;

  Storms(Extent extent) {
    axis = extent.axis();
  }

  @Override
  public String name() {
    return "storms";
  }

  @Override
  public void add(Event event) {
    if (event.kind() == EventKind.SECTION_BEGIN) {
      int column = axis.column(event, COLUMNS);
      total++;
      counts[column]++;
      byCause.computeIfAbsent(event.cause(), cause -> new int[COLUMNS])[column]++;
    }
  }

  private List<Storm> storms() {
    long limit = Math.max(FEWEST, FACTOR * total / COLUMNS);
    List<Storm> found = new ArrayList<>();
    for (int from = 0; from < COLUMNS; from++) {
      int to = end(from, limit);
      if (to > from) {
        found.add(new Storm(from, to, sum(counts, from, to), cause(from, to)));
        from = to;
      }
    }
    found.sort(Comparator.comparingLong(Storm::sections).reversed());
    return found.subList(0, Math.min(SHOWN, found.size()));
  }

  /** Behind the last column of a storm that begins here; a short lull does not end it. */
  private int end(int from, long limit) {
    int end = from;
    for (int i = from; i < COLUMNS && i <= end + (end > from ? LULL : 0); i++) {
      end = counts[i] >= limit ? i + 1 : end;
    }
    return end;
  }

  private String cause(int from, int to) {
    return byCause.entrySet().stream()
        .max(Comparator.comparingLong(each -> sum(each.getValue(), from, to)))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static long sum(int[] counts, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += counts[i];
    }
    return sum;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Storm each : storms()) {
      json.writeStartObject();
      json.writeNumberField("from", axis.from() + each.from * axis.width(COLUMNS));
      json.writeNumberField("to", axis.from() + each.to * axis.width(COLUMNS));
      json.writeNumberField("sections", each.sections);
      json.writeStringField("cause", each.cause);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

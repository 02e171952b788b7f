package mm.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import mm.report.Event;
import mm.report.EventKind;
import mm.report.figures.CallbackFigures;

/** How long callbacks took: percentiles per callback, and a histogram per driver. */
final class Latencies implements Part {
  /** Bucket i holds what took less than 2^i nanoseconds, and not less than half of it. */
  private static final int BUCKETS = 40;

  private final CallbackFigures figures = new CallbackFigures();
  private final Map<String, long[]> histograms = new TreeMap<>();

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void add(Event event) {
    figures.add(event);
    boolean isCallback = event.kind() == EventKind.CALLBACK || event.kind() == EventKind.DECLINE;
    if (isCallback && event.nanos() >= 0) {
      int bucket = Math.min(BUCKETS - 1, 64 - Long.numberOfLeadingZeros(event.measured()));
      histograms.computeIfAbsent(event.who().driver(), driver -> new long[BUCKETS])[bucket]++;
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("histograms");
    for (Map.Entry<String, long[]> each : histograms.entrySet()) {
      json.writeFieldName(each.getKey());
      json.writeArray(each.getValue(), 0, BUCKETS);
    }
    json.writeEndObject();
    json.writeArrayFieldStart("callbacks");
    for (Map.Entry<CallbackFigures.Key, CallbackFigures.Row> each : figures.rows().entrySet()) {
      row(json, each.getKey(), each.getValue());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void row(JsonGenerator json, CallbackFigures.Key key, CallbackFigures.Row row)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("driver", key.driver());
    json.writeStringField("callback", key.callback());
    json.writeNumberField("calls", row.calls());
    json.writeNumberField("forbidden", row.forbidden());
    json.writeNumberField("declined", row.declined());
    json.writeNumberField("p50", row.percentile(50));
    json.writeNumberField("p90", row.percentile(90));
    json.writeNumberField("p99", row.percentile(99));
    json.writeNumberField("max", row.maxNanos());
    json.writeNumberField("total", row.totalNanos());
    json.writeEndObject();
  }
}

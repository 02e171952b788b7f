package mm.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import mm.api.CallbackObserver;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Callback;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How often each subscriber's callbacks ran, how long, and how often they declined. Told on the
 * callbacks' threads, which never wait here; read from any thread.
 */
final class CallbackStatistics implements CallbackObserver {
  private static final long HIGHEST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 2;
  private static final double NANOS_PER_MICRO = 1_000.0;

  private record Key(String subscriber, Callback callback) {
    @Override
    public String toString() {
      return subscriber + " " + callback;
    }
  }

  private static final class Cell {
    final LongAdder declined = new LongAdder();
    final Histogram nanos = new ConcurrentHistogram(1, HIGHEST_NANOS, DIGITS);
  }

  private final Map<Key, Cell> cells = new ConcurrentHashMap<>();

  @Override
  public void called(
      String subscriber, Callback callback, InvalidationRange range, Answer answer, long nanos) {
    Cell cell = cells.computeIfAbsent(new Key(subscriber, callback), key -> new Cell());
    cell.nanos.recordValue(Math.max(1, Math.min(nanos, HIGHEST_NANOS)));
    if (answer == Answer.WOULD_BLOCK) {
      cell.declined.increment();
    }
  }

  void reset() {
    cells.clear();
  }

  /** One row per subscriber and callback, sorted. */
  List<Map<String, Object>> rows() {
    Map<String, Map<String, Object>> sorted = new TreeMap<>();
    cells.forEach((key, cell) -> sorted.put(key.toString(), row(key, cell)));
    return new ArrayList<>(sorted.values());
  }

  private static Map<String, Object> row(Key key, Cell cell) {
    Histogram nanos = cell.nanos.copy();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("driver", key.subscriber);
    row.put("callback", key.callback.toString());
    row.put("calls", nanos.getTotalCount());
    row.put("declined", cell.declined.sum());
    row.put("p50 us", micros(nanos.getValueAtPercentile(50)));
    row.put("p99 us", micros(nanos.getValueAtPercentile(99)));
    row.put("max us", micros(nanos.getMaxValue()));
    return row;
  }

  private static double micros(long nanos) {
    return Math.round(nanos / NANOS_PER_MICRO * 10) / 10.0;
  }
}

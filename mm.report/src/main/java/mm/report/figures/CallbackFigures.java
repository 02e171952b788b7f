package mm.report.figures;

import java.util.Map;
import java.util.TreeMap;
import mm.report.Event;
import mm.report.EventKind;
import org.HdrHistogram.Histogram;

/** What a log says of each callback of each driver, counted as it is read. */
public final class CallbackFigures {
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  /**
   * Which callback of whom.
   *
   * @param driver the driver's id
   * @param callback the callback's name
   */
  public record Key(String driver, String callback) implements Comparable<Key> {
    /** By driver, then by callback. */
    @Override
    public int compareTo(Key other) {
      int byDriver = driver.compareTo(other.driver);
      return byDriver == 0 ? callback.compareTo(other.callback) : byDriver;
    }
  }

  /** One callback. */
  public static final class Row {
    private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    private long calls;
    private long forbidden;
    private long declined;
    private long total;

    private void add(Event event) {
      calls++;
      forbidden += event.fact(Event.BLOCKING).equals("forbidden") ? 1 : 0;
      declined += event.kind() == EventKind.DECLINE ? 1 : 0;
      total += event.measured();
      if (event.nanos() >= 0) {
        nanos.recordValue(Math.min(event.nanos(), LONGEST_NANOS));
      }
    }

    /**
     * Calls.
     *
     * @return how many
     */
    public long calls() {
      return calls;
    }

    /**
     * Calls that were not allowed to wait.
     *
     * @return how many
     */
    public long forbidden() {
      return forbidden;
    }

    /**
     * Calls that were declined.
     *
     * @return how many
     */
    public long declined() {
      return declined;
    }

    /**
     * How long all calls took together.
     *
     * @return nanoseconds
     */
    public long totalNanos() {
      return total;
    }

    /**
     * How long a call took.
     *
     * @param percent which percentile
     * @return nanoseconds
     */
    public long percentile(double percent) {
      return nanos.getValueAtPercentile(percent);
    }

    /**
     * How long the longest call took.
     *
     * @return nanoseconds
     */
    public long maxNanos() {
      return nanos.getMaxValue();
    }
  }

  private final Map<Key, Row> rows = new TreeMap<>();

  /** Nothing counted yet. */
  public CallbackFigures() {}

  /**
   * Counts an event, if it is a callback.
   *
   * @param event the event
   */
  public void add(Event event) {
    if (event.kind() == EventKind.CALLBACK || event.kind() == EventKind.DECLINE) {
      rows.computeIfAbsent(new Key(event.who().driver(), event.what()), key -> new Row())
          .add(event);
    }
  }

  /**
   * By driver and callback.
   *
   * @return the live rows
   */
  public Map<Key, Row> rows() {
    return rows;
  }
}

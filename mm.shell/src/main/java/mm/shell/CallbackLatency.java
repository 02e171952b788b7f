package mm.shell;

import java.util.Map;

/** How often and how long a callback ran; a class with getters, as JMX wants it. */
public final class CallbackLatency {
  private final Map<String, Object> row;

  /**
   * Takes it over.
   *
   * @param row of {@link CallbackStatistics#rows}
   */
  CallbackLatency(Map<String, Object> row) {
    this.row = row;
  }

  /**
   * Which callback.
   *
   * @return its name
   */
  public String getCallback() {
    return row.get("callback").toString();
  }

  /**
   * How often it ran.
   *
   * @return calls that returned
   */
  public long getCalls() {
    return (Long) row.get("calls");
  }

  /**
   * How often it declined.
   *
   * @return calls that answered WOULD_BLOCK
   */
  public long getDeclined() {
    return (Long) row.get("declined");
  }

  /**
   * How long half of the calls took at most.
   *
   * @return microseconds
   */
  public double getP50Micros() {
    return (Double) row.get("p50 us");
  }

  /**
   * How long 99 of 100 calls took at most.
   *
   * @return microseconds
   */
  public double getP99Micros() {
    return (Double) row.get("p99 us");
  }

  /**
   * How long the longest took.
   *
   * @return microseconds
   */
  public double getMaxMicros() {
    return (Double) row.get("max us");
  }
}

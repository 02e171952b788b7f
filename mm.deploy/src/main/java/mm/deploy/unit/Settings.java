package mm.deploy.unit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mm.deploy.conf.Target;
import org.osgi.service.cm.ConfigurationException;

/**
 * How the deployer works: framework properties {@code mm.deploy.*.millis}. What an order looks at
 * anew, the limit of a swap's phases and the time of probation, can be configured while it runs,
 * unless its property was set: what a start was told holds for that run.
 */
public final class Settings implements Target {
  private static final String PREFIX = "mm.";
  private static final String SCAN = "mm.deploy.scan.millis";
  private static final String LIMIT = "mm.deploy.swap.limit.millis";
  private static final String PROBATION = "mm.deploy.probation.millis";
  private static final Map<String, Long> DEFAULTS =
      Map.of(SCAN, 500L, LIMIT, 2_000L, PROBATION, 30_000L);

  private final Function<String, String> properties;
  private final long scanMillis;
  private volatile Live live;

  /** What can be configured. */
  private record Live(long limitMillis, long probationMillis) {}

  private Settings(Function<String, String> properties) {
    this.properties = properties;
    scanMillis = millis(SCAN, Map.of());
    live = read(Map.of());
  }

  /**
   * Those of a framework.
   *
   * @param properties its properties
   * @return the settings
   * @throws IllegalArgumentException when one of them is none
   */
  public static Settings of(Function<String, String> properties) {
    return new Settings(properties);
  }

  private Live read(Map<String, String> configured) {
    return new Live(millis(LIMIT, configured), millis(PROBATION, configured));
  }

  private long millis(String name, Map<String, String> configured) {
    String value = properties.apply(name);
    if (value == null) {
      value = configured.get(name.substring(PREFIX.length()));
    }
    if (value == null) {
      return DEFAULTS.get(name);
    }
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          name + "=" + value + ": expected milliseconds, a number of at least 1");
    }
    return Long.parseLong(value);
  }

  @Override
  public void configure(Map<String, Object> values) throws ConfigurationException {
    Map<String, String> configured = new LinkedHashMap<>();
    for (Map.Entry<String, Object> each : values.entrySet()) {
      String name = PREFIX + each.getKey();
      if (!name.equals(LIMIT) && !name.equals(PROBATION)) {
        throw new ConfigurationException(
            each.getKey(),
            each.getKey()
                + " is unknown, or fixed at start; there are deploy.swap.limit.millis and"
                + " deploy.probation.millis");
      }
      configured.put(each.getKey(), each.getValue().toString().strip());
    }
    try {
      live = read(configured);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("mm", e.getMessage(), e);
    }
  }

  /** Time between two looks at the folder. */
  long scanMillis() {
    return scanMillis;
  }

  /** What a phase of a swap may take. */
  long limitMillis() {
    return live.limitMillis();
  }

  /** How long a new version is watched, and the one before is kept. */
  long probationMillis() {
    return live.probationMillis();
  }

  long limitNanos() {
    return TimeUnit.MILLISECONDS.toNanos(limitMillis());
  }

  long probationNanos() {
    return TimeUnit.MILLISECONDS.toNanos(probationMillis());
  }
}

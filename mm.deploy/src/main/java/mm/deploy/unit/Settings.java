package mm.deploy.unit;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How the deployer works; framework properties of the same names, in milliseconds.
 *
 * @param scanMillis {@code mm.deploy.scan.millis}: time between two looks at the folder
 * @param limitMillis {@code mm.deploy.swap.limit.millis}: what a phase of a swap may take
 * @param probationMillis {@code mm.deploy.probation.millis}: how long a new version is watched, and
 *     the one before is kept
 */
record Settings(long scanMillis, long limitMillis, long probationMillis) {
  private static final long SCAN = 500;
  private static final long LIMIT = 2_000;
  private static final long PROBATION = 30_000;

  static Settings of(Function<String, String> properties) {
    return new Settings(
        millis(properties, "mm.deploy.scan.millis", SCAN),
        millis(properties, "mm.deploy.swap.limit.millis", LIMIT),
        millis(properties, "mm.deploy.probation.millis", PROBATION));
  }

  private static long millis(Function<String, String> properties, String name, long otherwise) {
    String value = properties.apply(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          name + "=" + value + ": expected milliseconds, a number of at least 1");
    }
    return Long.parseLong(value);
  }

  long limitNanos() {
    return TimeUnit.MILLISECONDS.toNanos(limitMillis);
  }

  long probationNanos() {
    return TimeUnit.MILLISECONDS.toNanos(probationMillis);
  }
}

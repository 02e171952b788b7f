package mm.api;

import java.util.HashMap;
import java.util.Map;

/**
 * What an engine checks and allows, and what its drivers are told.
 *
 * @param guards whether the run-time checks of drivers are on
 * @param opportunistic whether the experimental opportunistic drivers are admitted (R6.11)
 * @param sectionLimitNanos age, in nanoseconds, from which an open section is reported (R2.11), and
 *     an open epoch (R3.7); looked at with guards on only
 * @param callbackBudgetNanos how long a callback may run, in nanoseconds (R1.10); 0 for as long as
 *     it likes; looked at with guards on only
 * @param waitLimitNanos from which time on, in nanoseconds, a wait makes the engine look for
 *     deadlocks; with guards on only
 * @param driverOptions settings of drivers, {@code DRIVER.OPTION} to value; see {@link
 *     mm.spi.DriverContext#option}
 */
public record CoreOptions(
    Guards guards,
    Opportunistic opportunistic,
    long sectionLimitNanos,
    long callbackBudgetNanos,
    long waitLimitNanos,
    Map<String, String> driverOptions) {
  private static final long TEN_SECONDS = 10_000_000_000L;
  private static final long ONE_SECOND = 1_000_000_000L;

  /**
   * Copies the map.
   *
   * @param guards whether the run-time checks of drivers are on
   * @param opportunistic whether the experimental opportunistic drivers are admitted (R6.11)
   * @param sectionLimitNanos age, in nanoseconds, from which an open section is reported (R2.11)
   * @param callbackBudgetNanos how long a callback may run, in nanoseconds (R1.10)
   * @param waitLimitNanos from which time on a wait makes the engine look for deadlocks
   * @param driverOptions settings of drivers, {@code DRIVER.OPTION} to value
   */
  public CoreOptions {
    driverOptions = Map.copyOf(driverOptions);
  }

  /** Run-time checks that cost time. */
  public enum Guards {
    /** Check waits, re-entry and section ages. */
    ON,
    /** Check only what is free. */
    OFF
  }

  /** The experiment of the RFC of June 2020 (MAYFAIL), never merged into Linux. */
  public enum Opportunistic {
    /** Refuse opportunistic drivers. */
    REFUSED,
    /** Admit them. */
    ALLOWED
  }

  /**
   * The defaults: guards on, experiments refused, sections reported after ten seconds, no budget
   * for callbacks, a look for deadlocks when a wait takes longer than a second.
   *
   * @return the options
   */
  public static CoreOptions defaults() {
    return new CoreOptions(Guards.ON, Opportunistic.REFUSED, TEN_SECONDS, 0, ONE_SECOND, Map.of());
  }

  /**
   * The same with other guards.
   *
   * @param other the guards
   * @return new options
   */
  public CoreOptions with(Guards other) {
    return new CoreOptions(
        other,
        opportunistic,
        sectionLimitNanos,
        callbackBudgetNanos,
        waitLimitNanos,
        driverOptions);
  }

  /**
   * The same with another stance on experiments.
   *
   * @param other the stance
   * @return new options
   */
  public CoreOptions with(Opportunistic other) {
    return new CoreOptions(
        guards, other, sectionLimitNanos, callbackBudgetNanos, waitLimitNanos, driverOptions);
  }

  /**
   * The same with another limit for the age of sections.
   *
   * @param nanos the limit in nanoseconds, positive; {@link Long#MAX_VALUE} for none
   * @return new options
   */
  public CoreOptions withSectionLimit(long nanos) {
    return new CoreOptions(
        guards, opportunistic, nanos, callbackBudgetNanos, waitLimitNanos, driverOptions);
  }

  /**
   * The same with one more setting of a driver; replaces an older value.
   *
   * @param name {@code DRIVER.OPTION}, for example {@code i915.era}
   * @param value what the driver is told; which values there are is the driver's business
   * @return new options
   * @throws IllegalArgumentException when the name is not of this shape
   */
  public CoreOptions withDriverOption(String name, String value) {
    if (!name.matches("[a-z][a-z0-9-]{0,63}\\.[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "driver option '" + name + "' is not DRIVER.OPTION, such as i915.era");
    }
    Map<String, String> more = new HashMap<>(driverOptions);
    more.put(name, value);
    return new CoreOptions(
        guards, opportunistic, sectionLimitNanos, callbackBudgetNanos, waitLimitNanos, more);
  }

  /**
   * The same with settings of drivers as they stand in one line, a framework property for example.
   *
   * @param text {@code DRIVER.OPTION=VALUE}, separated by commas; blank for none
   * @return new options
   * @throws IllegalArgumentException when an item is not of this shape
   */
  public CoreOptions withDriverOptions(String text) {
    CoreOptions options = this;
    for (String item : text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = item.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "driver option '" + item + "' is not DRIVER.OPTION=VALUE, such as i915.era=interval");
      }
      options =
          options.withDriverOption(item.substring(0, equals).strip(), item.substring(equals + 1));
    }
    return options;
  }

  /**
   * The same with another time budget for callbacks.
   *
   * @param nanos the budget in nanoseconds; 0 for none
   * @return new options
   */
  public CoreOptions withCallbackBudget(long nanos) {
    return new CoreOptions(
        guards, opportunistic, sectionLimitNanos, nanos, waitLimitNanos, driverOptions);
  }

  /**
   * The same with another limit from which on waits are looked at.
   *
   * @param nanos the limit in nanoseconds, positive; {@link Long#MAX_VALUE} for none
   * @return new options
   */
  public CoreOptions withWaitLimit(long nanos) {
    return new CoreOptions(
        guards, opportunistic, sectionLimitNanos, callbackBudgetNanos, nanos, driverOptions);
  }
}

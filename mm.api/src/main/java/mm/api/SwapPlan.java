package mm.api;

import java.util.concurrent.TimeUnit;

/**
 * Which drivers give way to which, and how long a step may take. The unit is the origin, in OSGi
 * the bundle: all its drivers are swapped together.
 *
 * @param from origin of the drivers in charge, {@link DriverStatus#origin()}
 * @param to origin of the standbys that succeed them
 * @param limitNanos how long each phase may take, in nanoseconds, at least 1; a phase that takes
 *     longer gives the swap up
 * @param observer is told of each phase
 */
public record SwapPlan(String from, String to, long limitNanos, SwapObserver observer) {
  /** What a phase may take when nothing else is said. */
  public static final long DEFAULT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /**
   * Checks the limit.
   *
   * @param from origin of the drivers in charge
   * @param to origin of the standbys that succeed them
   * @param limitNanos how long each phase may take, in nanoseconds
   * @param observer is told of each phase
   * @throws IllegalArgumentException when the limit is below 1
   */
  public SwapPlan {
    if (limitNanos < 1) {
      throw new IllegalArgumentException(
          "a swap needs a limit of at least 1 ns, not " + limitNanos);
    }
  }

  /**
   * A plan with the usual limit, watched by nobody.
   *
   * @param from origin of the drivers in charge
   * @param to origin of the standbys that succeed them
   * @return the plan
   */
  public static SwapPlan of(String from, String to) {
    return new SwapPlan(from, to, DEFAULT_LIMIT_NANOS, phase -> {});
  }
}

package mm.api;

/**
 * What an engine checks and allows.
 *
 * @param guards whether the run-time checks of drivers are on
 * @param opportunistic whether the experimental opportunistic drivers are admitted (R6.11)
 * @param sectionLimitNanos age, in nanoseconds, from which an open section is reported (R2.11);
 *     looked at with guards on only
 */
public record CoreOptions(Guards guards, Opportunistic opportunistic, long sectionLimitNanos) {
  private static final long TEN_SECONDS = 10_000_000_000L;

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
   * The defaults: guards on, experiments refused, sections reported after ten seconds.
   *
   * @return the options
   */
  public static CoreOptions defaults() {
    return new CoreOptions(Guards.ON, Opportunistic.REFUSED, TEN_SECONDS);
  }

  /**
   * The same with other guards.
   *
   * @param other the guards
   * @return new options
   */
  public CoreOptions with(Guards other) {
    return new CoreOptions(other, opportunistic, sectionLimitNanos);
  }

  /**
   * The same with another stance on experiments.
   *
   * @param other the stance
   * @return new options
   */
  public CoreOptions with(Opportunistic other) {
    return new CoreOptions(guards, other, sectionLimitNanos);
  }

  /**
   * The same with another limit for the age of sections.
   *
   * @param nanos the limit in nanoseconds, positive
   * @return new options
   */
  public CoreOptions withSectionLimit(long nanos) {
    return new CoreOptions(guards, opportunistic, nanos);
  }
}

package mm.report;

/**
 * When something happened, on two clocks.
 *
 * @param run nanoseconds since the run began; real ones where it ran in real time
 * @param recorded nanoseconds since the recording began, or of a virtual clock; {@link #NONE} where
 *     there is no such clock
 */
public record Moment(long run, long recorded) {
  /** No time on this clock. */
  public static final long NONE = -1;

  /**
   * A moment of a run without a second clock.
   *
   * @param run nanoseconds since the run began
   * @return the moment
   */
  public static Moment at(long run) {
    return new Moment(run, NONE);
  }
}

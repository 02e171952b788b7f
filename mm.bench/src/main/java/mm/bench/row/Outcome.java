package mm.bench.row;

import java.util.List;

/**
 * A row with its numbers.
 *
 * @param row the row
 * @param measured the median of the forks
 * @param other the median of the peer; not a number where there is no peer
 * @param fences the measured time in full fences; not a number for bytes
 * @param ratio the number that has the goal
 * @param forks what each fork measured
 */
public record Outcome(
    Row row, double measured, double other, double fences, double ratio, List<Double> forks) {
  /** What a row comes to. */
  public enum Verdict {
    /** The goal is met. */
    OK,
    /** It is not, or could not be measured. */
    FALLS_SHORT,
    /** There is no goal. */
    INFORMATION
  }

  /**
   * Works a row out.
   *
   * @param row the row
   * @param measurements what was measured
   * @param fence the full fence of the run, measured by CPU time
   * @return the outcome
   */
  public static Outcome of(Row row, Measurements measurements, Point fence) {
    double measured = measurements.median(row.point(), row.reading());
    double other =
        row.peer().map(peer -> measurements.median(peer.point(), row.reading())).orElse(Double.NaN);
    double oneFence = measurements.median(fence, Reading.CPU);
    boolean timed = row.comparison() != Comparison.BYTES;
    return new Outcome(
        row,
        measured,
        other,
        timed ? measured / oneFence : Double.NaN,
        row.comparison().of(measured, other, oneFence),
        measurements.forks(row.point(), row.reading()));
  }

  /**
   * Holds the ratio against the goal.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    if (row.goal().isEmpty()) {
      return Verdict.INFORMATION;
    }
    boolean met = row.comparison().meets(ratio, row.goal().getAsDouble());
    return met ? Verdict.OK : Verdict.FALLS_SHORT;
  }
}

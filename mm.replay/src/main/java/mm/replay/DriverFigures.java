package mm.replay;

import java.util.List;
import java.util.Map;
import mm.api.Finding;

/**
 * One driver in a report.
 *
 * @param id the driver
 * @param version its version
 * @param state whether it is admitted at the end, or the policy has taken it out
 * @param spaces address spaces it was attached to
 * @param sections sections it was told of
 * @param made translations made
 * @param held translations held when its spaces ended
 * @param dropped translations dropped
 * @param told invalidations that its devices received
 * @param toldInVain of these, those received while nothing was held in the range
 * @param declined starts declined
 * @param retries device faults repeated because an invalidation collided
 * @param callbackNanos time in callbacks
 * @param stale translations found that should have been dropped
 * @param notJudged translations of which the recording does not show whether they went stale
 * @param violations broken promises
 * @param unended starts that no end followed
 * @param findings the first of the stale translations and violations, in words
 * @param word how it kept its word
 */
record DriverFigures(
    String id,
    String version,
    String state,
    long spaces,
    long sections,
    long made,
    long held,
    long dropped,
    long told,
    long toldInVain,
    long declined,
    long retries,
    Latency callbackNanos,
    long stale,
    long notJudged,
    long violations,
    long unended,
    List<String> findings,
    Word word) {
  /** Share of the invalidations received while nothing was held in the range, 0 to 1. */
  double overTold() {
    return told == 0 ? 0 : (double) toldInVain / told;
  }

  /**
   * Percentiles, in nanoseconds.
   *
   * @param p50 the median
   * @param p99 the 99th percentile
   * @param max the longest
   */
  record Latency(long p50, long p99, long max) {}

  /**
   * What it declares against what was seen of it, and what the policy made of that.
   *
   * @param leftOut spaces that it was not attached to, since it was out
   * @param reasons why it is out at the end
   * @param declared the attributes of its capability
   * @param broken the promises that it broke
   * @param hints what looks like a broken promise and is not certain
   */
  record Word(
      long leftOut,
      List<Finding> reasons,
      Map<String, ?> declared,
      List<String> broken,
      List<String> hints) {
    /** Whether it did other than it declares, as far as anybody could see. */
    boolean drifted() {
      return !broken.isEmpty() || !hints.isEmpty();
    }
  }
}

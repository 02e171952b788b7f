package mm.replay;

import java.util.List;

/**
 * One driver in a report.
 *
 * @param id the driver
 * @param version its version
 * @param state whether it is admitted
 * @param spaces address spaces it was attached to
 * @param sections sections it was told of
 * @param made translations made
 * @param held translations held when its spaces ended
 * @param dropped translations dropped
 * @param overTold share of the invalidations received while nothing was held in the range, 0 to 1
 * @param declined starts declined
 * @param retries device faults repeated because an invalidation collided
 * @param callbackNanos time in callbacks
 * @param stale translations found that should have been dropped
 * @param notJudged translations of which the recording does not show whether they went stale
 * @param violations broken promises
 * @param findings the first of the stale translations and violations, in words
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
    double overTold,
    long declined,
    long retries,
    Latency callbackNanos,
    long stale,
    long notJudged,
    long violations,
    List<String> findings) {
  /**
   * Percentiles, in nanoseconds.
   *
   * @param p50 the median
   * @param p99 the 99th percentile
   * @param max the longest
   */
  record Latency(long p50, long p99, long max) {}
}

package mm.bench.index;

/** An interval index as the benchmarks use it; one adapter for each that is measured. */
public interface IntervalSearch {
  /**
   * Adds an interval.
   *
   * @param hit bounds and value
   */
  void insert(Hit hit);

  /**
   * Removes an interval.
   *
   * @param hit what was inserted
   */
  void remove(Hit hit);

  /**
   * Finds all intervals that overlap a range, and writes each.
   *
   * @param fromPage first page of the range
   * @param toPage first page after it
   * @param tick what to write
   * @return how many there were
   */
  int touch(int fromPage, int toPage, long tick);
}

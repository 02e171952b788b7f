package mm.bench.row;

/** What is read off a benchmark that ran. */
public enum Reading {
  /**
   * Nanoseconds of the worker's own CPU time per operation: stays true while other programs use the
   * processors, but does not see waiting.
   */
  CPU("ns"),
  /**
   * Nanoseconds of wall-clock time per operation, those of all threads counted together: with two
   * threads that do not hinder each other it is half of one thread's.
   */
  WALL("ns"),
  /** Bytes allocated per operation. */
  ALLOCATED("B"),
  /** Bytes kept per entry. */
  KEPT("B");

  private final String unit;

  Reading(String unit) {
    this.unit = unit;
  }

  /**
   * The unit of the value.
   *
   * @return ns or B
   */
  public String unit() {
    return unit;
  }
}

package mm.lab.explore;

/**
 * How much is explored.
 *
 * @param maxRuns orders tried systematically; beyond, {@code randomRuns} more are drawn
 * @param randomRuns orders drawn at random when the systematic part was not finished
 * @param maxSteps steps of one run, after which it is cut
 * @param seed of what is drawn
 */
public record Limits(int maxRuns, int randomRuns, int maxSteps, long seed) {
  /**
   * The usual ones.
   *
   * @return 5000 orders, 500 drawn beyond, 2000 steps
   */
  public static Limits usual() {
    return new Limits(5_000, 500, 2_000, 1);
  }

  /**
   * All orders, however many there are.
   *
   * @return the same without bound on runs
   */
  public Limits exhaustive() {
    return new Limits(Integer.MAX_VALUE, 0, maxSteps, seed);
  }

  /**
   * Another number of orders.
   *
   * @param runs systematic ones
   * @return the same with it
   */
  public Limits runs(int runs) {
    return new Limits(runs, randomRuns, maxSteps, seed);
  }

  /**
   * Another seed.
   *
   * @param other what draws
   * @return the same with it
   */
  public Limits seed(long other) {
    return new Limits(maxRuns, randomRuns, maxSteps, other);
  }
}

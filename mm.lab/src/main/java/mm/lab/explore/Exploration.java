package mm.lab.explore;

/**
 * What was explored.
 *
 * @param runs orders that were run to their end
 * @param pruned branches left out, or cut, because they could not differ from one that was run
 * @param cut runs that reached the bound on steps
 * @param drawn how many of the runs were drawn at random
 * @param coverage whether all orders were covered
 */
public record Exploration(long runs, long pruned, long cut, long drawn, Coverage coverage) {
  /** How much of what is possible was seen. */
  public enum Coverage {
    /** Every order, up to swaps that make no difference. */
    ALL,
    /** As many as the limits allow. */
    BOUNDED,
    /** The program asked to stop. */
    STOPPED
  }
}

package mm.lab.scenario;

import java.util.List;
import java.util.Map;

/**
 * What must come out of a scenario under one rule.
 *
 * @param outcome the worst of all orders
 * @param reap what the reaper may answer, in words; empty when it does not matter
 * @param reports ids of rules that must be reported broken, and one of them in every order that
 *     ends worse than that; empty when it does not matter
 * @param counters for each: the least and the most of all orders
 * @param storySteps the story of a failure has at most so many steps; 0 when it does not matter
 * @param finds words that stand in what was found
 * @param meetings in how many orders a fault and an invalidation meet; 0 when it does not matter
 */
public record Expectation(
    Outcome outcome,
    List<String> reap,
    List<String> reports,
    Map<String, Bounds> counters,
    int storySteps,
    List<String> finds,
    int meetings) {
  /** Which rules are told as broken: any. */
  public static Expectation of(Outcome outcome) {
    return new Expectation(outcome, List.of(), List.of(), Map.of(), 0, List.of(), 0);
  }

  /**
   * From, to.
   *
   * @param least smallest allowed
   * @param most largest allowed
   */
  public record Bounds(long least, long most) {
    @Override
    public String toString() {
      return least == most ? "" + least : least + ".." + most;
    }
  }
}

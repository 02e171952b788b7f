package mm.lab.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.lab.explore.Exploration;
import mm.lab.rules.RuleSet;
import mm.lab.scenario.Expectation;
import mm.lab.scenario.Outcome;

/**
 * One scenario, with one set of drivers, under one rule.
 *
 * @param variant the set of drivers
 * @param rules the rule
 * @param outcome the worst of all orders
 * @param outcomes how many orders came out how
 * @param reaps how many orders the reaper answered what
 * @param reports ids of the rules that were reported broken in some order
 * @param counters by DRIVER.COUNTER: the least and the most of all orders
 * @param explored how much was explored
 * @param millis how long it took
 * @param expected what had to come out, if anything
 * @param unmet what came out differently, in words; empty when all is as expected
 * @param story a run with the worst outcome; empty when that is right
 * @param sample some run, whatever its outcome
 * @param meetings the orders in which a fault and an invalidation of an interval met: the first
 *     start, set-sequence, end, read-begin and read-retry of a run, as they came
 */
public record Cell(
    String variant,
    RuleSet rules,
    Outcome outcome,
    Map<Outcome, Long> outcomes,
    Map<String, Long> reaps,
    List<String> reports,
    Map<String, Expectation.Bounds> counters,
    Exploration explored,
    long millis,
    Optional<Expectation> expected,
    List<String> unmet,
    Optional<Story> story,
    Story sample,
    List<String> meetings) {
  /** {@return whether it came out as expected, or nothing was expected} */
  public boolean asExpected() {
    return unmet.isEmpty();
  }
}

package mm.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.Rule;
import mm.lab.rules.RuleSet;

/**
 * A scenario, checked: every name in it stands for something.
 *
 * @param name short, for the command line
 * @param title one line
 * @param about what is asked and what comes out
 * @param sources where it comes from
 * @param spaces mappings of each address space; all their pages are present
 * @param frames frames of the machine; 0 when there are always enough
 * @param drivers in order of subscription
 * @param threads in order
 * @param rules rule sets of its own, beside the generations
 * @param variants sets of drivers to try, by name; one of all drivers when the file names none
 * @param expected by rule set, then by variant
 * @param guards rules of the contract without which this comes out differently
 * @param runs orders to try systematically; 0 for the usual number
 * @param order one given order, or any
 * @param terms what is asked for beside the rules
 */
public record Scenario(
    String name,
    String title,
    String about,
    List<String> sources,
    Map<String, List<Pages>> spaces,
    int frames,
    Map<String, DriverSpec> drivers,
    Map<String, List<Command>> threads,
    Map<String, RuleSet> rules,
    Map<String, List<String>> variants,
    Map<String, Map<String, Expectation>> expected,
    List<Rule> guards,
    int runs,
    Order order,
    Terms terms) {

  /** The name of the variant of a file that names none. */
  public static final String ONLY = "all";

  /**
   * The same with some of the drivers only.
   *
   * @param variant one of {@link #variants}
   * @return a scenario of that variant alone
   */
  public Scenario only(String variant) {
    Map<String, DriverSpec> some = new LinkedHashMap<>();
    variants.get(variant).forEach(each -> some.put(each, drivers.get(each)));
    return with(some, threads);
  }

  /**
   * The same with other drivers and threads, and no order.
   *
   * @param otherDrivers who takes part
   * @param otherThreads what is done
   * @return the scenario
   */
  public Scenario with(
      Map<String, DriverSpec> otherDrivers, Map<String, List<Command>> otherThreads) {
    Map<String, List<String>> all = Map.of(ONLY, new ArrayList<>(otherDrivers.keySet()));
    return new Scenario(
        name,
        title,
        about,
        sources,
        spaces,
        frames,
        otherDrivers,
        otherThreads,
        rules,
        all,
        Map.of(),
        List.of(),
        runs,
        Order.ANY,
        terms);
  }

  /**
   * The same with one more rule of its own.
   *
   * @param rule named as a file can name it
   * @return the scenario
   */
  public Scenario with(RuleSet rule) {
    Map<String, RuleSet> more = new LinkedHashMap<>(rules);
    more.put(rule.name(), rule);
    return new Scenario(
        name, title, about, sources, spaces, frames, drivers, threads, more, variants, expected,
        guards, runs, order, terms);
  }

  /**
   * The same, in one order.
   *
   * @param one which
   * @param what must come out, by rule set
   * @return a scenario that replays it
   */
  public Scenario in(Order one, Map<String, Map<String, Expectation>> what) {
    return new Scenario(
        name, title, about, sources, spaces, frames, drivers, threads, rules, variants, what,
        List.of(), runs, one, terms);
  }
}

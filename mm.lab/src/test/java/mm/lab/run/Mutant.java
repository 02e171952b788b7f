package mm.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mm.api.Rule;
import mm.lab.result.Cell;
import mm.lab.result.Story;
import mm.lab.rules.RuleSet;
import mm.lab.scenario.Expectation;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;

/** What comes of the contract without one of its rules, where it is not what the contract gives. */
record Mutant(Outcome outcome, Story story) {
  static List<Mutant> all(Lab lab, Scenario scenario, Rule rule) {
    List<Mutant> all = new ArrayList<>();
    for (String variant : scenario.variants().keySet()) {
      Expectation expected = scenario.expected().get("paired").get(variant);
      RuleSet rest = Lab.without(RuleSet.CONTRACT, rule);
      Cell cell = lab.cell(scenario, variant, rest, Optional.of(expected));
      if (!cell.asExpected()) {
        all.add(new Mutant(cell.outcome(), story(lab, scenario, cell)));
      }
    }
    return all;
  }

  /** The shortest story; of what came out right and should not have, one run. */
  private static Story story(Lab lab, Scenario scenario, Cell cell) {
    return cell.story().isPresent() ? lab.shrink(scenario, cell).story() : cell.sample();
  }
}

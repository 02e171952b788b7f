package mm.lab.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mm.lab.result.Cell;
import mm.lab.scenario.Expectation;
import mm.lab.scenario.Scenario;

/** What comes out of cells of shipped scenarios: each is run once, whoever asks. */
final class Cells {
  private record Place(String scenario, String rule, String variant) {}

  private final Lab lab;
  private final Map<Place, Cell> done = new ConcurrentHashMap<>(1024);

  Cells(Lab lab) {
    this.lab = lab;
  }

  /** With what its file expects of it, if anything. */
  Cell of(Scenario scenario, String rule, String variant) {
    Map<String, Expectation> expected = scenario.expected().getOrDefault(rule, Map.of());
    return done.computeIfAbsent(
        new Place(scenario.name(), rule, variant),
        place ->
            lab.cell(
                scenario,
                variant,
                Lab.ruleSet(scenario, rule),
                Optional.ofNullable(expected.get(variant))));
  }
}

package mm.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import mm.api.Rule;
import mm.lab.cli.Catalogue;
import mm.lab.explore.Exploration;
import mm.lab.explore.Limits;
import mm.lab.explore.Reduction;
import mm.lab.result.Cell;
import mm.lab.rules.RuleSet;
import mm.lab.scenario.Expectation;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shipped scenario comes out as its file says, and fails without the rules it guards. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class ShippedScenariosTest {
  private static final int STORY = 12;
  private static final Limits FEW_ORDERS = new Limits(200, 0, 2_000, 1);
  private static final Catalogue CATALOGUE = new Catalogue();

  private static final Lab LAB = lab(Limits.usual(), Reduction.RACES);
  private static final Cells CELLS = new Cells(LAB);

  private static Lab lab(Limits limits, Reduction reduction) {
    return new Lab(CATALOGUE, limits, reduction, text -> {});
  }

  static Stream<String> names() {
    return CATALOGUE.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldComeOutAsItsFileSays(String name) throws ScenarioException {
    Scenario scenario = CATALOGUE.read(name);
    assertEquals(name, scenario.name(), "a file is called after its scenario");
    for (String rule : scenario.expected().keySet()) {
      for (String variant : scenario.variants().keySet()) {
        assertEquals(List.of(), CELLS.of(scenario, rule, variant).unmet(), rule + ", " + variant);
      }
    }
  }

  /** The engine under all orders: what comes out, what was told and reported. */
  @ParameterizedTest
  @MethodSource("names")
  void shouldComeOutUnderTheEngineAsUnderTheReferenceDispatcher(String name)
      throws ScenarioException {
    Scenario scenario = CATALOGUE.read(name);
    for (String variant : scenario.variants().keySet()) {
      Cell reference = CELLS.of(scenario, "paired", variant);
      assertEquals(facts(reference), facts(CELLS.of(scenario, Lab.OURS, variant)), variant);
    }
  }

  /** What is left out cannot differ: every order of those that have few of them. */
  @ParameterizedTest
  @MethodSource("names")
  void shouldComeOutTheSameWithoutLeavingOrdersOut(String name) throws ScenarioException {
    Scenario scenario = CATALOGUE.read(name);
    Lab every = lab(FEW_ORDERS, Reduction.NONE);
    for (String variant : scenario.variants().keySet()) {
      Cell full = every.cell(scenario, variant, RuleSet.CONTRACT, Optional.empty());
      if (full.explored().coverage() == Exploration.Coverage.ALL) {
        assertEquals(facts(full), facts(CELLS.of(scenario, "paired", variant)), variant);
      }
    }
  }

  /** Where not all orders were run, the two may have run different ones. */
  private static List<Object> facts(Cell cell) {
    return cell.explored().coverage() == Exploration.Coverage.ALL
        ? List.of(cell.outcomes().keySet(), cell.reaps().keySet(), cell.reports(), cell.counters())
        : List.of(cell.outcome(), cell.reports());
  }

  /** The rule that is switched off may not be one that nobody would miss. */
  @Test
  void shouldGuardEveryRuleThatCanBeLeftOut() throws ScenarioException {
    Set<Rule> guarded = new TreeSet<>();
    for (String name : CATALOGUE.names()) {
      guarded.addAll(CATALOGUE.read(name).guards());
    }
    assertEquals(new TreeSet<>(RuleSet.REMOVABLE), guarded);
  }

  static Stream<Arguments> guards() throws ScenarioException {
    Stream.Builder<Arguments> all = Stream.builder();
    for (String name : CATALOGUE.names()) {
      for (Rule each : CATALOGUE.read(name).guards()) {
        all.add(Arguments.of(name, each));
      }
    }
    return all.build();
  }

  @ParameterizedTest(name = "{0} without {1}")
  @MethodSource("guards")
  void shouldFailWithoutARuleThatItGuards(String name, Rule rule) throws Exception {
    Scenario scenario = CATALOGUE.read(name);
    assertTrue(scenario.expected().containsKey("paired"), "what comes out under the contract?");
    Optional<Mutant> shortest =
        Mutant.all(LAB, scenario, rule).stream()
            .min(Comparator.comparingInt(each -> each.story().steps().size()));
    assertTrue(shortest.isPresent(), "it comes out as under the contract");
    int steps = shortest.get().story().steps().size();
    assertTrue(steps <= STORY, "the story has " + steps + " steps");
    String row = RuleTable.row(rule, name, shortest.get());
    assertTrue(RuleTable.rows().contains(row), "docs/lab.md should say: " + row);
  }

  /** A rule is left out, and somebody suffers; or the page says who keeps it, and when. */
  @Test
  void shouldSayOfEveryRuleWhatComesOfItsLoss() throws Exception {
    for (Rule each : Rule.values()) {
      List<String> rows = RuleTable.rows(each);
      assertFalse(rows.isEmpty(), each + " is not in the table of docs/lab.md");
      if (!RuleSet.REMOVABLE.contains(each)) {
        assertEquals(1, rows.size(), "one reason for " + each);
      }
    }
    long guarded = guards().count();
    long told =
        Stream.of(Rule.values())
            .filter(RuleSet.REMOVABLE::contains)
            .mapToLong(each -> RuleTable.rows(each).size())
            .sum();
    assertEquals(guarded, told, "rows of docs/lab.md that no scenario stands behind");
  }

  /** All orders of up to three drivers and two threads, and no word of a bound. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unpaired-end",
        "seed-004-rules",
        "seed-004-list-changes",
        "seed-004-declines-and-ends"
      })
  void shouldCoverAllOrdersOfTheSeedsWhenToldTo(String name) throws ScenarioException {
    Scenario scenario = CATALOGUE.read(name);
    assertTrue(scenario.threads().size() <= 2, "threads");
    for (String variant : scenario.variants().keySet()) {
      Cell each = exhaustive(scenario, variant);
      assertTrue(scenario.variants().get(variant).size() <= 3, "drivers");
      assertEquals(Exploration.Coverage.ALL, each.explored().coverage(), variant);
      assertEquals(0, each.explored().drawn(), "nothing is left to chance");
      assertEquals(List.of(), each.unmet(), variant);
    }
  }

  /** What came to its end within the bound has no more orders without it. */
  private static Cell exhaustive(Scenario scenario, String variant) {
    Cell usual = CELLS.of(scenario, "paired", variant);
    return usual.explored().coverage() == Exploration.Coverage.ALL
        ? usual
        : new Cells(lab(Limits.usual().exhaustive(), Reduction.RACES))
            .of(scenario, "paired", variant);
  }

  /** An incident is right, refused or told of; nothing of it is lost in silence. */
  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
  void shouldForbidOrReportEveryIncident(int number) throws ScenarioException {
    List<String> found =
        CATALOGUE.names().stream().filter(each -> each.startsWith("s" + number + "-")).toList();
    assertEquals(1, found.size(), "one scenario");
    Scenario scenario = CATALOGUE.read(found.get(0));
    Map<String, Expectation> ours = scenario.expected().get(Lab.OURS);
    boolean allowedOnce = false;
    for (String rule : scenario.expected().keySet()) {
      allowedOnce |= !ours.equals(scenario.expected().get(rule));
    }
    assertTrue(allowedOnce || number == 1 || number == 10, "which rule allowed it?");
    ours.forEach(
        (variant, expected) ->
            assertTrue(
                expected.outcome().compareTo(Outcome.REPORTED) <= 0
                    || !expected.reports().isEmpty()
                    || !expected.finds().isEmpty(),
                variant + " ends badly, and what reports it?"));
  }
}

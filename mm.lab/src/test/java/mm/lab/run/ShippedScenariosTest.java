package mm.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
import mm.lab.scenario.Scenario;
import mm.lab.scenario.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped scenario comes out as its file says, and fails without the rules it guards. */
@Timeout(120)
class ShippedScenariosTest {
  private static final int STORY = 12;
  private static final int FEW_ORDERS = 200;
  private static final Catalogue CATALOGUE = new Catalogue();

  private static Lab lab() {
    return new Lab(CATALOGUE::driver, Limits.usual(), Reduction.RACES, text -> {});
  }

  static Stream<String> names() {
    return CATALOGUE.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldComeOutAsItsFileSays(String name) throws ScenarioException {
    Scenario scenario = CATALOGUE.read(name);
    assertEquals(name, scenario.name(), "a file is called after its scenario");
    for (Cell each : lab().run(scenario).cells()) {
      assertEquals(List.of(), each.unmet(), each.rules().name() + ", " + each.variant());
    }
  }

  /** The engine under all orders: what comes out, what was told and reported. */
  @ParameterizedTest
  @MethodSource("names")
  void shouldComeOutUnderTheEngineAsUnderTheReferenceDispatcher(String name)
      throws ScenarioException {
    List<Cell> cells = lab().run(CATALOGUE.read(name), List.of("paired", Lab.OURS)).cells();
    int variants = cells.size() / 2;
    for (int i = 0; i < variants; i++) {
      assertEquals(facts(cells.get(i)), facts(cells.get(variants + i)), cells.get(i).variant());
    }
  }

  /** What is left out cannot differ: every order of those that have few of them. */
  @ParameterizedTest
  @MethodSource("names")
  void shouldComeOutTheSameWithoutLeavingOrdersOut(String name) throws ScenarioException {
    Scenario scenario = CATALOGUE.read(name);
    Lab every =
        new Lab(CATALOGUE::driver, Limits.usual().runs(FEW_ORDERS), Reduction.NONE, text -> {});
    for (String variant : scenario.variants().keySet()) {
      Cell full = every.cell(scenario, variant, RuleSet.CONTRACT, Optional.empty());
      if (full.explored().coverage() == Exploration.Coverage.ALL) {
        Cell reduced = lab().cell(scenario, variant, RuleSet.CONTRACT, Optional.empty());
        assertEquals(facts(full), facts(reduced), variant);
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
  void shouldFailWithoutARuleThatItGuards(String name, Rule rule) throws ScenarioException {
    Scenario scenario = CATALOGUE.read(name);
    assertTrue(scenario.expected().containsKey("paired"), "what comes out under the contract?");
    boolean failed = false;
    for (String variant : scenario.variants().keySet()) {
      Expectation expected = scenario.expected().get("paired").get(variant);
      RuleSet rest = Lab.without(RuleSet.CONTRACT, rule);
      Cell cell = lab().cell(scenario, variant, rest, Optional.of(expected));
      if (!cell.asExpected() && cell.story().isPresent()) {
        failed = true;
        int steps = lab().shrink(scenario, cell).story().steps().size();
        assertTrue(steps <= STORY, "the story has " + steps + " steps");
      }
    }
    assertTrue(failed, "it comes out as under the contract");
  }
}

package mm.lab.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mm.api.Rule;
import mm.lab.Generation;
import mm.lab.explore.Exploration;
import mm.lab.explore.Explorer;
import mm.lab.explore.Limits;
import mm.lab.explore.Reduction;
import mm.lab.result.Cell;
import mm.lab.result.ScenarioResult;
import mm.lab.result.Story;
import mm.lab.rules.RuleSet;
import mm.lab.scenario.Expectation;
import mm.lab.scenario.Order;
import mm.lab.scenario.Outcome;
import mm.lab.scenario.Scenario;
import mm.lab.scenario.Terms;

/**
 * Runs scenarios. A cell, that is a scenario with a set of drivers under a rule, is explored by the
 * thread that asks for it, one order at a time; several threads may ask. Logical threads are
 * started and ended as needed.
 */
public final class Lab {
  /** The rule set that stands for the engine itself instead of the reference dispatcher. */
  public static final String OURS = "ours";

  private static final Limits SEARCH = new Limits(300, 0, 2_000, 1);

  private final DriverSource bundles;
  private final Limits limits;
  private final Reduction reduction;
  private final Consumer<String> progress;

  /**
   * Makes a lab.
   *
   * @param bundles where real drivers come from
   * @param limits how much to explore per cell
   * @param reduction which orders to leave out
   * @param progress is told what is being done, often, by whoever explores
   */
  public Lab(DriverSource bundles, Limits limits, Reduction reduction, Consumer<String> progress) {
    this.bundles = bundles;
    this.limits = limits;
    this.reduction = reduction;
    this.progress = progress;
  }

  /**
   * The rule sets that every scenario knows: the generations, and {@link #OURS}.
   *
   * @return by name, oldest first
   */
  public static Map<String, RuleSet> generations() {
    Map<String, RuleSet> all = new LinkedHashMap<>();
    for (Generation each : Generation.values()) {
      all.put(each.id(), each.rules());
    }
    all.put(OURS, RuleSet.CONTRACT.named(OURS));
    return all;
  }

  /**
   * Begins to run a scenario. Cells have nothing in common, so they come out the same however many
   * are run at a time.
   *
   * @param scenario which
   * @param rules under which
   * @param on runs the cells; each keeps its thread until it is done
   * @return waits for all of them: one cell per rule and variant, in this order
   */
  public Supplier<ScenarioResult> begin(Scenario scenario, List<RuleSet> rules, Executor on) {
    List<FutureTask<Cell>> cells = new ArrayList<>();
    for (RuleSet rule : rules) {
      Map<String, Expectation> expected = scenario.expected().getOrDefault(rule.name(), Map.of());
      for (String variant : scenario.variants().keySet()) {
        Optional<Expectation> one = Optional.ofNullable(expected.get(variant));
        cells.add(new FutureTask<>(() -> cell(scenario, variant, rule, one)));
      }
    }
    cells.forEach(on::execute);
    return () -> new ScenarioResult(scenario, cells.stream().map(Lab::await).toList());
  }

  private static Cell await(FutureTask<Cell> cell) {
    try {
      return cell.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Finds a rule set.
   *
   * @param scenario whose own rules are looked at, too
   * @param name its name
   * @return the rule set
   * @throws IllegalArgumentException when there is none; the message lists all
   */
  public static RuleSet ruleSet(Scenario scenario, String name) {
    Map<String, RuleSet> all = generations();
    all.putAll(scenario.rules());
    if (!all.containsKey(name)) {
      throw new IllegalArgumentException("no rule '" + name + "'; there are " + all.keySet());
    }
    return all.get(name);
  }

  /**
   * Runs one variant under one rule.
   *
   * @param scenario which
   * @param variant one of its variants
   * @param rules the rule
   * @param expected what must come out, if anything
   * @return what came out
   */
  public Cell cell(
      Scenario scenario, String variant, RuleSet rules, Optional<Expectation> expected) {
    Scenario one = scenario.only(variant);
    long began = System.nanoTime();
    String what = scenario.name() + " " + variant + " under " + rules.name();
    long[] runs = new long[1];
    CellRun run =
        new CellRun(
            one,
            rules,
            engines(rules),
            bundles,
            null,
            () -> progress.accept(what + ": " + ++runs[0] + " orders"));
    Exploration explored = explore(scenario, run);
    long millis = (System.nanoTime() - began) / 1_000_000;
    List<String> unmet = expected.map(each -> Unmet.of(each, run)).orElse(List.of());
    return new Cell(
        variant,
        rules,
        run.outcome(),
        run.outcomes(),
        run.reaps(),
        run.reports(),
        run.counters(),
        explored,
        millis,
        expected,
        unmet,
        run.worst(),
        run.sample(),
        run.meetings());
  }

  private Exploration explore(Scenario scenario, CellRun run) {
    Limits own =
        scenario.runs() > 0 && limits.maxRuns() < Integer.MAX_VALUE
            ? limits.runs(scenario.runs())
            : limits;
    boolean every = scenario.terms().orders() == Terms.Orders.EVERY;
    try (Explorer explorer = new Explorer(every ? Reduction.NONE : reduction, own)) {
      if (scenario.order().isAny()) {
        return explorer.explore(run);
      }
      replay(explorer, scenario, run);
      return new Exploration(1, 0, 0, 0, Exploration.Coverage.STOPPED);
    }
  }

  private static void replay(Explorer explorer, Scenario scenario, CellRun run) {
    try {
      explorer.replay(run, scenario.order().decisions());
    } catch (IllegalArgumentException e) {
      String at = scenario.order().at().isEmpty() ? scenario.name() : scenario.order().at();
      throw new IllegalArgumentException(at + ": " + e.getMessage(), e);
    }
  }

  private static Supplier<Engine> engines(RuleSet rules) {
    return rules.name().equals(OURS) ? OwnEngine.found() : () -> new ReferenceEngine(rules);
  }

  /**
   * Makes a failure as small as it gets: threads, drivers and commands that it does not need are
   * left out, and of the orders that show it the one with the shortest story is taken.
   *
   * @param scenario whose cell it is
   * @param cell what came out; its story is the failure
   * @return a scenario that replays the smaller failure, in one order
   */
  public Shrunk shrink(Scenario scenario, Cell cell) {
    Story story = cell.story().orElseThrow();
    Shrinker shrinker =
        new Shrinker((each, outcome) -> find(each, cell.rules(), outcome), story.outcome());
    Shrinker.Smaller smaller = shrinker.shrink(scenario.only(cell.variant()), story);
    boolean known =
        generations().containsKey(cell.rules().name())
            || scenario.rules().containsKey(cell.rules().name());
    // A rule that was made for this run needs a name that a file can have.
    RuleSet rule = known ? cell.rules() : cell.rules().named("saved-rule");
    Scenario named = known ? smaller.scenario() : smaller.scenario().with(rule);
    Map<String, Expectation> expected =
        Map.of(Scenario.ONLY, Expectation.of(smaller.story().outcome()));
    return new Shrunk(
        named.in(Order.of(smaller.story().order()), Map.of(rule.name(), expected)),
        smaller.story());
  }

  /**
   * A failure made small.
   *
   * @param scenario replays it
   * @param story the run
   */
  public record Shrunk(Scenario scenario, Story story) {}

  private Optional<Story> find(Scenario scenario, RuleSet rules, Outcome outcome) {
    CellRun run = new CellRun(scenario, rules, engines(rules), bundles, null, () -> {});
    try (Explorer explorer = new Explorer(reduction, SEARCH)) {
      explorer.explore(run);
    }
    return run.worst().filter(story -> story.outcome() == outcome);
  }

  /**
   * The same rule without one of the contract's.
   *
   * @param rules the rule
   * @param left which to leave out
   * @return the rule set, named after what is missing
   */
  public static RuleSet without(RuleSet rules, Rule left) {
    return rules.without(left).named(rules.name() + " without " + left.id());
  }
}

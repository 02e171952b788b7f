package mm.lab.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mm.lab.explore.Decision;
import mm.lab.rules.RuleSet;

/** Writes a scenario as a file that {@link ScenarioReader} reads. */
public final class ScenarioWriter {
  private final StringBuilder text = new StringBuilder();

  private ScenarioWriter() {}

  /**
   * Writes a scenario.
   *
   * @param scenario which
   * @return the text of a file
   */
  public static String write(Scenario scenario) {
    return new ScenarioWriter().all(scenario);
  }

  /**
   * Writes an order.
   *
   * @param order decisions
   * @return as in a file: {@code 0x3 1 0:1}
   */
  public static String order(List<Decision> order) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < order.size(); ) {
      int same = i;
      while (same < order.size() && order.get(same).equals(order.get(i))) {
        same++;
      }
      words.add(order.get(i) + (same - i > 1 ? "x" + (same - i) : ""));
      i = same;
    }
    return String.join(" ", words);
  }

  private String all(Scenario scenario) {
    line("name: " + scenario.name());
    line("title: " + quoted(scenario.title()));
    line("sources:");
    scenario.sources().forEach(each -> line("  - " + quoted(each)));
    line("spaces:");
    scenario.spaces().forEach((name, pages) -> line("  " + name + ": " + list(pages)));
    if (scenario.frames() > 0) {
      line("frames: " + scenario.frames());
    }
    if (!scenario.drivers().isEmpty()) {
      line("drivers:");
      scenario.drivers().values().forEach(this::driver);
    }
    terms(scenario.terms());
    line("threads:");
    scenario.threads().forEach(this::thread);
    if (!scenario.rules().isEmpty()) {
      line("rules:");
      scenario.rules().values().forEach(this::rules);
    }
    line("variants:");
    scenario.variants().forEach((name, drivers) -> line("  " + name + ": " + list(drivers)));
    line("expect:");
    scenario.expected().forEach(this::expected);
    if (!scenario.order().isAny()) {
      line("order: " + quoted(order(scenario.order().decisions())));
    }
    return text.toString();
  }

  /** A single order is written by itself; which orders to run no longer matters. */
  private void terms(Terms terms) {
    if (!terms.allow().isEmpty()) {
      line("allow:");
      terms.allow().forEach((attribute, value) -> line("  " + attribute + ": " + value));
    }
    if (!terms.limits().isEmpty()) {
      line("limits:");
      terms.limits().forEach((limit, millis) -> line("  " + Entry.word(limit) + ": " + millis));
    }
    if (terms.reaction() == Terms.Reaction.QUARANTINE) {
      line("reaction: quarantine");
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''").replace('\n', ' ') + "'";
  }

  private static String list(List<?> values) {
    return "["
        + String.join(", ", values.stream().map(each -> quoted(each.toString())).toList())
        + "]";
  }

  private void driver(DriverSpec driver) {
    line("  " + driver.name() + ":");
    line("    space: " + driver.space());
    line("    attach: " + driver.attached().name().toLowerCase(Locale.ROOT));
    if (!driver.holds().isEmpty()) {
      line("    holds: " + list(driver.holds()));
    }
    if (driver.bundle().isPresent()) {
      line("    bundle: " + driver.bundle().get());
      if (!driver.options().isEmpty()) {
        line("    options:");
        driver.options().forEach((key, value) -> line("      " + key + ": " + quoted(value)));
      }
    } else {
      model(driver);
    }
  }

  private void model(DriverSpec driver) {
    line("    kind: " + driver.kind().text());
    line("    blocking: " + driver.blocking().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (driver.allocation() == DriverSpec.Allocation.MAY) {
      line("    allocation: may");
    }
    if (driver.failure() == DriverSpec.Failure.NEVER) {
      line("    failure: never");
    }
    if (driver.faults() == DriverSpec.Faults.CARELESS) {
      line("    faults: careless");
    }
    if (driver.kind() == DriverSpec.Kind.INTERVAL) {
      line("    range: " + quoted(driver.range().toString()));
    }
    driver.callbacks().forEach((name, commands) -> line("    " + name + ": " + list(commands)));
  }

  private void expected(String rule, Map<String, Expectation> byVariant) {
    line("  " + rule + ":");
    byVariant.forEach((variant, each) -> line("    " + variant + ": " + each.outcome().text()));
  }

  private void thread(String name, List<Command> commands) {
    line("  " + name + ": " + list(commands));
  }

  private void rules(RuleSet rules) {
    line("  " + rules.name() + ":");
    line("    base: paired");
    Map<String, String> differences = rules.differences();
    differences.forEach((key, value) -> line("    " + key + ": " + quoted(value)));
    if (!rules.without().isEmpty()) {
      line("    without: " + list(List.copyOf(rules.without())));
    }
  }
}

package mm.lab.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mm.lab.result.Cell;
import mm.lab.result.ScenarioResult;
import mm.lab.rules.Switch;

/** Two rules side by side: what they say differently, and what comes of it. */
final class DiffReport {
  private final PrintStream out;
  private final TextReport text;

  DiffReport(PrintStream out) {
    this.out = out;
    text = new TextReport(out);
  }

  void write(ScenarioResult result, List<String> two) {
    out.println(result.scenario().name() + ": " + result.scenario().title());
    List<Cell> one = cells(result, two.get(0));
    List<Cell> other = cells(result, two.get(1));
    rules(one.get(0), other.get(0));
    for (int i = 0; i < one.size(); i++) {
      out.println();
      cell(one.get(i), other.get(i));
    }
  }

  private static List<Cell> cells(ScenarioResult result, String rule) {
    return result.cells().stream().filter(each -> each.rules().name().equals(rule)).toList();
  }

  private void rules(Cell one, Cell other) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("question", one.rules().name(), other.rules().name()));
    for (Switch each : Switch.values()) {
      if (!one.rules().get(each).equals(other.rules().get(each))) {
        rows.add(List.of(each.key(), one.rules().get(each), other.rules().get(each)));
      }
    }
    text.print(rows);
  }

  private void cell(Cell one, Cell other) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(one.variant(), one.rules().name(), other.rules().name()));
    rows.add(List.of("outcome", one.outcome().text(), other.outcome().text()));
    Map<String, String> left = facts(one);
    Map<String, String> right = facts(other);
    for (String each : left.keySet()) {
      String there = right.getOrDefault(each, "");
      if (!left.get(each).equals(there)) {
        rows.add(List.of(each, left.get(each), there));
      }
    }
    text.print(rows);
    for (Cell each : List.of(one, other)) {
      if (each.story().isPresent()) {
        out.println();
        out.println("  " + each.rules().name());
        text.story(each.story().get());
      }
    }
  }

  private static Map<String, String> facts(Cell cell) {
    Map<String, String> facts = new TreeMap<>();
    cell.counters().forEach((key, value) -> facts.put(key, value.toString()));
    facts.put("orders", cell.explored().runs() + "");
    facts.put("reap", String.join("/", cell.reaps().keySet()));
    facts.put("reported", String.join(", ", cell.reports()));
    cell.outcomes()
        .forEach((outcome, count) -> facts.put("orders that are " + outcome, count + ""));
    return facts;
  }
}

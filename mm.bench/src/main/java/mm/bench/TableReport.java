package mm.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import mm.bench.row.Outcome;
import mm.bench.row.Outcome.Verdict;
import mm.bench.row.Peer;
import mm.bench.row.Row;

/** The report for people. */
final class TableReport {
  private static final String GAP = "  ";
  private static final String NONE = "-";

  private final List<List<String>> lines = new ArrayList<>();

  private TableReport() {
    lines.add(List.of("row", "measured", "fences", "against", "", "ratio", "goal", "verdict"));
  }

  static void print(PrintStream out, List<Outcome> outcomes, Machine machine) {
    TableReport table = new TableReport();
    outcomes.forEach(table::add);
    table.lines.forEach(line -> out.println(table.format(line)));
    out.println();
    out.println(machine);
    out.println(summary(outcomes));
  }

  static String goal(Row row) {
    return row.goal().isPresent()
        ? row.comparison().relation()
            + " "
            + number(row.goal().getAsDouble())
            + row.comparison().unit()
        : NONE;
  }

  private void add(Outcome outcome) {
    Row row = outcome.row();
    String unit = " " + row.reading().unit();
    lines.add(
        List.of(
            row.name(),
            number(outcome.measured()) + unit,
            number(outcome.fences()),
            row.peer().map(Peer::name).orElse(NONE),
            row.peer().isPresent() ? number(outcome.other()) + unit : NONE,
            number(outcome.ratio()) + row.comparison().unit(),
            goal(row),
            verdict(outcome.verdict())));
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case OK -> "ok";
      case FALLS_SHORT -> "FALLS SHORT";
      case INFORMATION -> NONE;
    };
  }

  private static String summary(List<Outcome> outcomes) {
    long missed = count(outcomes, Verdict.FALLS_SHORT);
    long goals = missed + count(outcomes, Verdict.OK);
    return missed == 0
        ? "all " + goals + " goals met"
        : missed + " of " + goals + (missed == 1 ? " goals falls short" : " goals fall short");
  }

  private static long count(List<Outcome> outcomes, Verdict verdict) {
    return outcomes.stream().filter(each -> each.verdict() == verdict).count();
  }

  /** Two digits behind the point below ten, one below a hundred: more is noise. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    String format = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }

  private String format(List<String> line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.size(); i++) {
      int column = i;
      text.append(pad(line.get(i), width(each -> each.get(column)))).append(GAP);
    }
    return text.toString().stripTrailing();
  }

  private int width(Function<List<String>, String> cell) {
    return lines.stream().map(cell).mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}

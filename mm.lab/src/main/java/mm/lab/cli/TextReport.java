package mm.lab.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import mm.lab.explore.Exploration;
import mm.lab.result.Cell;
import mm.lab.result.ScenarioResult;
import mm.lab.result.Story;
import mm.lab.result.StoryStep;

/** Results as tables and stories. */
final class TextReport {
  private static final int WIDTH = 100;

  private final PrintStream out;

  TextReport(PrintStream out) {
    this.out = out;
  }

  /** Of what is not as expected the story is made as short as it gets. */
  void write(ScenarioResult result, Stories stories, Function<Cell, Story> shrink) {
    out.println(result.scenario().name() + ": " + result.scenario().title());
    result.scenario().sources().forEach(each -> out.println("  source  " + each));
    table(result);
    for (Cell each : result.cells()) {
      if (!each.asExpected()) {
        out.println();
        out.println("  NOT AS EXPECTED: " + each.rules().name() + ", " + each.variant());
        each.unmet().forEach(why -> out.println("    " + why));
      }
      if (each.story().isPresent() && (stories == Stories.ALL || !each.asExpected())) {
        out.println();
        out.println("  " + each.rules().name() + ", " + each.variant());
        story(each.asExpected() ? each.story().get() : shrink.apply(each));
      }
    }
    out.println();
  }

  /** Which stories to tell. */
  enum Stories {
    ALL,
    UNEXPECTED
  }

  private void table(ScenarioResult result) {
    Set<String> variants = new LinkedHashSet<>();
    Set<String> rules = new LinkedHashSet<>();
    result.cells().forEach(each -> variants.add(each.variant()));
    result.cells().forEach(each -> rules.add(each.rules().name()));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("rule"));
    head.addAll(variants);
    rows.add(head);
    for (String rule : rules) {
      List<String> row = new ArrayList<>(List.of(rule));
      variants.forEach(variant -> row.add(text(find(result, rule, variant))));
      rows.add(row);
    }
    print(rows);
    Exploration[] all = result.cells().stream().map(Cell::explored).toArray(Exploration[]::new);
    out.println("  " + explored(all));
    result.cells().stream()
        .filter(each -> each.expected().isPresent() && each.expected().get().meetings() > 0)
        .forEach(this::meetings);
  }

  private void meetings(Cell cell) {
    out.println(
        "  "
            + cell.rules().name()
            + ", "
            + cell.variant()
            + ": a fault and an invalidation meet in "
            + cell.meetings().size()
            + " orders");
    cell.meetings().forEach(each -> out.println("    " + each));
  }

  private static Cell find(ScenarioResult result, String rule, String variant) {
    return result.cells().stream()
        .filter(each -> each.rules().name().equals(rule) && each.variant().equals(variant))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Cell cell) {
    String reaps = cell.reaps().isEmpty() ? "" : " " + String.join("/", cell.reaps().keySet());
    return cell.outcome() + reaps + (cell.asExpected() ? "" : " (!)");
  }

  void print(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  static String explored(Exploration... all) {
    long runs = 0;
    long pruned = 0;
    long bounded = 0;
    long drawn = 0;
    for (Exploration each : all) {
      runs += each.runs();
      pruned += each.pruned();
      drawn += each.drawn();
      bounded += each.coverage() == Exploration.Coverage.BOUNDED ? 1 : 0;
    }
    String text =
        String.format(
            Locale.ROOT,
            "ran %,d %s, pruned %,d that cannot differ",
            runs,
            runs == 1 ? "order" : "orders",
            pruned);
    if (bounded > 0) {
      text +=
          String.format(
              Locale.ROOT,
              "; %d of %d cells reached the bound, %,d orders were drawn (--exhaustive runs all)",
              bounded,
              all.length,
              drawn);
    }
    return text;
  }

  void story(Story story) {
    int who = story.steps().stream().mapToInt(each -> each.who().length()).max().orElse(0);
    for (StoryStep each : story.steps()) {
      String head =
          String.format(
              Locale.ROOT, "  %4d  %-" + Math.max(1, who) + "s  ", each.number(), each.who());
      out.println(head + wrap(each.what(), head.length()));
    }
    story.reasons().forEach(each -> out.println("        => " + wrap(each, 11)));
    story
        .waiting()
        .forEach(
            each ->
                out.println(
                    "        "
                        + each.actor()
                        + " waits for "
                        + each.what()
                        + (each.blockers().isEmpty() ? "" : " <- " + each.blockers())));
  }

  private static String wrap(String text, int indent) {
    StringBuilder wrapped = new StringBuilder();
    int column = indent;
    for (String word : text.split(" ")) {
      if (column + word.length() > WIDTH && column > indent) {
        wrapped.append(System.lineSeparator()).append(" ".repeat(indent));
        column = indent;
      } else if (column > indent) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += word.length();
    }
    return wrapped.toString();
  }
}

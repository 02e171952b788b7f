package mm.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mm.api.Rule;

/** The table of docs/lab.md that says what comes of the loss of each rule. */
final class RuleTable {
  private static final Path PAGE = Path.of("..", "docs", "lab.md");
  private static final String HEAD = "## Every rule, left out";

  private RuleTable() {}

  static String row(Rule rule, String scenario, Mutant mutant) {
    return String.format(
        "| %s | `%s` | %s | %d |",
        rule.id(), scenario, mutant.outcome(), mutant.story().steps().size());
  }

  static List<String> rows(Rule rule) {
    return rows().stream().filter(each -> each.startsWith("| " + rule.id() + " |")).toList();
  }

  static List<String> rows() {
    try {
      String page = Files.readString(PAGE);
      String section = page.substring(page.indexOf(HEAD) + HEAD.length());
      int next = section.indexOf("\n## ");
      return (next < 0 ? section : section.substring(0, next)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package mm.conform;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import mm.conform.play.Miss;

/** The recorded and the delivered callbacks of a miss in two columns. */
final class SideBySide {
  private static final String ROW = "    %6s %s %-44s %s";

  private SideBySide() {}

  static void print(PrintStream out, Miss miss) {
    int rows = Math.max(miss.expected().size(), miss.actual().size());
    if (rows > 0) {
      row(out, "", " ", "recorded", "delivered");
    }
    for (int i = 0; i < rows; i++) {
      String recorded = row(miss.expected(), i);
      String delivered = row(miss.actual(), i);
      row(out, miss.firstRow() + i, mark(recorded, delivered), recorded, delivered);
    }
  }

  private static void row(PrintStream out, Object... columns) {
    out.println(String.format(ROW, columns).stripTrailing());
  }

  private static String row(List<String> rows, int index) {
    return index < rows.size() ? rows.get(index) : "";
  }

  private static String mark(String recorded, String delivered) {
    boolean same = range(recorded).equals(range(delivered)) && isStart(recorded, delivered);
    return same || recorded.equals(delivered) ? " " : "!";
  }

  private static String range(String row) {
    return row.substring(row.indexOf(' ') + 1);
  }

  /** Starts are shown by their event, which is advisory: the same range is the same callback. */
  private static boolean isStart(String... rows) {
    return Stream.of(rows).noneMatch(row -> row.isEmpty() || Character.isLowerCase(row.charAt(0)));
  }
}

package mm.shell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows as left-aligned columns under their names. */
final class Table {
  private static final String GAP = "  ";
  private static final int WIDTH = 100;

  private Table() {}

  static List<String> lines(List<Map<String, Object>> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    rows.forEach(row -> cells.add(columns.stream().map(name -> text(row.get(name))).toList()));
    int[] widths = widths(cells, columns.size());
    return cells.stream().map(row -> line(row, widths)).toList();
  }

  static List<String> properties(Map<String, Object> properties) {
    int width = properties.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    properties.forEach((name, value) -> add(lines, padded(name, width) + GAP, value));
    return lines;
  }

  /**
   * A list of rows becomes a table below its name, one of texts that fills more than a line has a
   * line for each; everything else stands beside its name.
   */
  @SuppressWarnings("unchecked") // A list of maps is a list of rows here.
  private static void add(List<String> lines, String label, Object value) {
    if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
      lines.add(label.stripTrailing());
      lines((List<Map<String, Object>>) value).forEach(line -> lines.add(GAP + line));
    } else if (value instanceof List<?> list && list.size() > 1 && text(list).length() > WIDTH) {
      lines.add(label.stripTrailing());
      list.forEach(each -> lines.add(GAP + text(each)));
    } else {
      lines.add((label + text(value)).stripTrailing());
    }
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Table::text).collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
          .collect(Collectors.joining(" "));
    }
    return value == null ? "" : value.toString();
  }

  private static int[] widths(List<List<String>> rows, int columns) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(padded(row.get(i), widths[i])).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}

package mm.conform.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mappings that a program had on the real kernel, after the steps that changed them. Advisory:
 * shows where a model that fails went another way first.
 */
public final class Layout {
  private final String name;
  private final Map<Integer, List<String>> steps = new HashMap<>();

  private Layout(String name) {
    this.name = name;
  }

  static Layout of(String name, Fields fields) {
    Layout layout = new Layout(name);
    for (String step : fields.names()) {
      layout.steps.put(number(step), rows(fields, step));
    }
    return layout;
  }

  private static int number(String step) {
    try {
      return Integer.parseInt(step);
    } catch (NumberFormatException e) {
      throw new BadFieldException("'" + step + "' is no number of a step");
    }
  }

  private static List<String> rows(Fields fields, String step) {
    List<String> rows = new ArrayList<>();
    for (List<?> each : fields.lists(step)) {
      if (each.size() != 5) {
        throw new BadFieldException("step " + step + " holds what is no mapping: " + each);
      }
      String place = each.get(0) + " [" + each.get(1) + ", " + each.get(2) + ")";
      rows.add(row(place, each.get(3).toString(), Optional.ofNullable(each.get(4))));
    }
    return rows;
  }

  /**
   * One mapping as text.
   *
   * @param place region and pages, as {@link Regions#text} writes them
   * @param protection as the kernel prints it, for example {@code rw-p}
   * @param filePage first page of the file, empty for private anonymous memory
   * @return the text that {@link #after} has for it
   */
  public static String row(String place, String protection, Optional<?> filePage) {
    return place + " " + protection + filePage.map(page -> " file page " + page).orElse("");
  }

  /**
   * The program.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * The mappings after a step.
   *
   * @param step the step's index
   * @return one row per mapping, ascending; empty when the step changed nothing
   */
  public Optional<List<String>> after(int step) {
    return Optional.ofNullable(steps.get(step));
  }
}

package mm.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One driver, as the engine's view {@code drivers} describes it.
 *
 * @param bundle symbolic name and version of its bundle
 * @param version of the driver itself
 */
record DriverRow(
    String id,
    String bundle,
    String version,
    String state,
    Map<?, ?> capability,
    List<Refusal> refusals,
    List<String> drift) {

  private static final String ADMITTED = "ADMITTED";

  static List<DriverRow> all(Host host) {
    return host.view("drivers").get().stream().map(DriverRow::of).toList();
  }

  static DriverRow of(Map<String, Object> row) {
    return new DriverRow(
        text(row, "id"),
        text(row, "bundle"),
        text(row, "version"),
        text(row, "state"),
        row.get("capability") instanceof Map<?, ?> map ? map : Map.of(),
        row.get("refusals") instanceof List<?> list ? Refusal.all(list) : List.of(),
        drift(row));
  }

  /** What was seen of the driver that is not what it declares. */
  private static List<String> drift(Map<String, Object> row) {
    List<String> lines = new ArrayList<>();
    for (String kind : List.of("observed", "hinted")) {
      if (row.get(kind) instanceof List<?> list) {
        list.forEach(each -> lines.add(kind + ": " + each));
      }
    }
    return lines;
  }

  boolean isAdmitted() {
    return ADMITTED.equals(state);
  }

  boolean isOf(UnusableBundle unusable) {
    return bundle.equals(unusable.bundle());
  }

  /** A declared attribute as the table shows it: lists without brackets. */
  String attribute(String name) {
    Object value = capability.get(name);
    if (value instanceof List<?> list) {
      return String.join(", ", list.stream().map(String::valueOf).toList());
    }
    return Objects.toString(value, "");
  }

  private static String text(Map<?, ?> row, String key) {
    return Objects.toString(row.get(key), "");
  }

  /** Why a driver is refused, and what to do about it. */
  record Refusal(String rule, String message, String mend) {
    private static List<Refusal> all(List<?> refusals) {
      return refusals.stream()
          .filter(Map.class::isInstance)
          .map(Map.class::cast)
          .map(map -> new Refusal(text(map, "rule"), text(map, "message"), text(map, "mend")))
          .toList();
    }
  }
}

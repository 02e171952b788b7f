package mm.launcher;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One driver, as the engine's view {@code drivers} describes it.
 *
 * @param bundle symbolic name and version of its bundle
 * @param version of the driver itself
 * @param settings what {@code --driver-option} has set, by option
 * @param drift what was seen of it that is not what it declares
 */
record DriverRow(
    String id,
    String bundle,
    String version,
    String state,
    Map<?, ?> capability,
    List<Refusal> refusals,
    Map<?, ?> settings,
    List<Drift> drift) {

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
        maps(row, "refusals").map(Refusal::of).toList(),
        row.get("settings") instanceof Map<?, ?> map ? map : Map.of(),
        maps(row, "drift").map(Drift::new).toList());
  }

  private static Stream<Map<?, ?>> maps(Map<?, ?> row, String key) {
    return row.get(key) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(each -> (Map<?, ?>) each)
        : Stream.of();
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
    private static Refusal of(Map<?, ?> map) {
      return new Refusal(text(map, "rule"), text(map, "message"), text(map, "mend"));
    }
  }

  /**
   * A promise that was broken, or looks so.
   *
   * @param details kind, text, rule, space, message, count, and the stack of the first time
   */
  record Drift(Map<?, ?> details) {
    String line() {
      return text(details, "kind") + ": " + text(details, "text");
    }

    List<String> stack() {
      return details.get("stack") instanceof List<?> frames
          ? frames.stream().map(String::valueOf).toList()
          : List.of();
    }
  }
}

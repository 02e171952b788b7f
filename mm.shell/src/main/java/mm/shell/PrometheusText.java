package mm.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mm.api.AddressSpace;
import mm.api.Attachment;
import mm.api.DriverStatus;
import mm.api.NotifierCore;
import mm.api.Violation;
import mm.api.WaitGraph;

/**
 * The engine's numbers in the text format of Prometheus (version 0.0.4): a family has a type line
 * and a line per set of labels.
 */
final class PrometheusText {
  private static final double MICROS_PER_SECOND = 1_000_000.0;

  private final StringBuilder text = new StringBuilder();

  private PrometheusText() {}

  static String of(Engine engine) {
    PrometheusText text = new PrometheusText();
    NotifierCore core = engine.core();
    text.spaces(core.spaces());
    text.drivers(core.drivers().list());
    text.devices(core.drivers().attachments());
    text.violations(core.violations());
    text.waits(core.waitGraph());
    text.callbacks(engine.statistics().rows());
    return text.text.toString();
  }

  private void spaces(List<AddressSpace> spaces) {
    family("mm_spaces", "gauge", "Address spaces that are not released.");
    sample("mm_spaces", Map.of(), spaces.size());
    family("mm_open_sections", "gauge", "Sections that are open.");
    for (AddressSpace each : spaces) {
      sample("mm_open_sections", Map.of("space", each.name()), each.openSections().size());
    }
  }

  private void drivers(List<DriverStatus> drivers) {
    family("mm_driver_spaces", "gauge", "Spaces that a driver is attached to, by its state.");
    for (DriverStatus each : drivers) {
      sample(
          "mm_driver_spaces",
          labels("driver", each.id(), "state", each.state().toString(), "bundle", each.origin()),
          each.attachments());
    }
  }

  private void devices(List<Attachment> attachments) {
    Map<String, Long> held = new LinkedHashMap<>();
    attachments.forEach(
        each -> held.merge(each.driver(), each.device().counters().held(), Long::sum));
    family("mm_translations", "gauge", "Translations that a driver's devices hold.");
    held.forEach((driver, count) -> sample("mm_translations", Map.of("driver", driver), count));
  }

  private void violations(List<Violation> violations) {
    family("mm_violations_total", "counter", "Promises that were broken.");
    for (Violation each : violations) {
      sample(
          "mm_violations_total",
          labels(
              "driver",
              each.subscriber(),
              "rule",
              each.rule().id(),
              "space",
              each.space(),
              "what",
              each.message()),
          each.count());
    }
  }

  private void waits(WaitGraph graph) {
    family("mm_waits", "gauge", "Threads that wait at a port, for sections or in a close.");
    sample("mm_waits", Map.of(), graph.waits().size());
    family("mm_deadlocks", "gauge", "Groups of threads that block each other.");
    sample("mm_deadlocks", Map.of(), graph.cycles().size());
  }

  private void callbacks(List<Map<String, Object>> rows) {
    family("mm_callbacks_total", "counter", "Callbacks that returned.");
    rows.forEach(row -> sample("mm_callbacks_total", of(row), row.get("calls")));
    family("mm_callbacks_declined_total", "counter", "Callbacks that answered WOULD_BLOCK.");
    rows.forEach(row -> sample("mm_callbacks_declined_total", of(row), row.get("declined")));
    family("mm_callback_seconds", "gauge", "How long callbacks ran.");
    for (Map<String, Object> row : rows) {
      seconds(row, "0.5", "p50 us");
      seconds(row, "0.99", "p99 us");
      seconds(row, "1", "max us");
    }
  }

  private void seconds(Map<String, Object> row, String quantile, String column) {
    Map<String, String> labels = of(row);
    labels.put("quantile", quantile);
    sample("mm_callback_seconds", labels, (Double) row.get(column) / MICROS_PER_SECOND);
  }

  private static Map<String, String> of(Map<String, Object> row) {
    return labels(
        "driver", row.get("driver").toString(), "callback", row.get("callback").toString());
  }

  private static Map<String, String> labels(String... namesAndValues) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return labels;
  }

  private void family(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void sample(String name, Map<String, String> labels, Object value) {
    List<String> pairs = new ArrayList<>();
    labels.forEach((label, content) -> pairs.add(label + "=\"" + escaped(content) + '"'));
    text.append(name);
    if (!pairs.isEmpty()) {
      text.append('{').append(String.join(",", pairs)).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  private static String escaped(String content) {
    return content.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}

package mm.core.osgi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mm.api.Drift;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Violation;
import mm.spi.DriverCapability;

/** The registry in types of the JDK, for callers that share no classes with this framework. */
final class DriversView implements Supplier<List<Map<String, Object>>> {
  private final NotifierCore core;
  private final DriverSettings settings;

  DriversView(NotifierCore core, DriverSettings settings) {
    this.core = core;
    this.settings = settings;
  }

  @Override
  public List<Map<String, Object>> get() {
    List<Drift> drift = core.drift();
    return core.drivers().list().stream().map(each -> row(each, drift)).toList();
  }

  private Map<String, Object> row(DriverStatus status, List<Drift> drift) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", status.id());
    row.put("bundle", status.origin());
    row.put("version", status.capability().map(DriverCapability::version).orElse(""));
    row.put("state", status.state().toString());
    row.put("capability", status.capability().map(DriverCapability::attributes).orElse(Map.of()));
    row.put("attachments", status.attachments());
    row.put("refusals", status.findings().stream().map(DriversView::refusal).toList());
    row.put("settings", settings.of(status.id()));
    row.put("drift", drift(status.id(), drift));
    return row;
  }

  /** What was seen of a driver that is not what it declares. */
  private static List<Map<String, Object>> drift(String id, List<Drift> drift) {
    return drift.stream()
        .filter(each -> each.declared().id().equals(id))
        .flatMap(
            each ->
                Stream.concat(
                    each.observed().stream().map(seen -> violation("observed", seen)),
                    each.hinted().stream().map(seen -> violation("hinted", seen))))
        .distinct()
        .toList();
  }

  private static Map<String, Object> violation(String kind, Violation seen) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", kind);
    map.put("text", seen.toString());
    map.put("rule", seen.rule().id());
    map.put("space", seen.space());
    map.put("message", seen.message());
    map.put("count", seen.count());
    map.put("stack", seen.stack().stream().map(StackTraceElement::toString).toList());
    return map;
  }

  private static Map<String, String> refusal(Finding finding) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("rule", finding.rule().id());
    map.put("message", finding.message());
    map.put("mend", finding.mend());
    return map;
  }
}

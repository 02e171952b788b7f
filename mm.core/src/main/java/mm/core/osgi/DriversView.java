package mm.core.osgi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import mm.api.Drift;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Violation;
import mm.spi.DriverCapability;

/** The registry in types of the JDK, for callers that share no classes with this framework. */
final class DriversView implements Supplier<List<Map<String, Object>>> {
  private final NotifierCore core;

  DriversView(NotifierCore core) {
    this.core = core;
  }

  @Override
  public List<Map<String, Object>> get() {
    List<Drift> drift = core.drift();
    return core.drivers().list().stream().map(each -> row(each, drift)).toList();
  }

  private static Map<String, Object> row(DriverStatus status, List<Drift> drift) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", status.id());
    row.put("bundle", status.origin());
    row.put("version", status.capability().map(DriverCapability::version).orElse(""));
    row.put("state", status.state().toString());
    row.put("capability", status.capability().map(DriverCapability::attributes).orElse(Map.of()));
    row.put("attachments", status.attachments());
    row.put("refusals", status.findings().stream().map(DriversView::refusal).toList());
    row.put("observed", texts(status, drift, Drift::observed));
    row.put("hinted", texts(status, drift, Drift::hinted));
    return row;
  }

  /** What was seen of a driver that is not what it declares. */
  private static List<String> texts(
      DriverStatus status, List<Drift> drift, Function<Drift, List<Violation>> which) {
    return drift.stream()
        .filter(each -> each.declared().id().equals(status.id()))
        .flatMap(each -> which.apply(each).stream())
        .map(Violation::toString)
        .distinct()
        .toList();
  }

  private static Map<String, String> refusal(Finding finding) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("rule", finding.rule().id());
    map.put("message", finding.message());
    map.put("mend", finding.mend());
    return map;
  }
}

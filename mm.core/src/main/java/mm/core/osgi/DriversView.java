package mm.core.osgi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.spi.DriverCapability;

/** The registry in types of the JDK, for callers that share no classes with this framework. */
final class DriversView implements Supplier<List<Map<String, Object>>> {
  private final DriverRegistry drivers;

  DriversView(DriverRegistry drivers) {
    this.drivers = drivers;
  }

  @Override
  public List<Map<String, Object>> get() {
    return drivers.list().stream().map(DriversView::row).toList();
  }

  private static Map<String, Object> row(DriverStatus status) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", status.id());
    row.put("bundle", status.origin());
    row.put("version", status.capability().map(DriverCapability::version).orElse(""));
    row.put("state", status.state().toString());
    row.put("capability", status.capability().map(DriverCapability::attributes).orElse(Map.of()));
    row.put("attachments", status.attachments());
    row.put("refusals", status.findings().stream().map(DriversView::refusal).toList());
    return row;
  }

  private static Map<String, String> refusal(Finding finding) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("rule", finding.rule().id());
    map.put("message", finding.message());
    map.put("mend", finding.mend());
    return map;
  }
}

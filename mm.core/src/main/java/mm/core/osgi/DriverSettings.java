package mm.core.osgi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.DriverStatus;
import mm.api.NotifierCore;

/**
 * The settings of drivers, tried out: only an attached driver tells whether it knows a setting and
 * its value, so each that has some is attached to an empty space for as long as that takes.
 */
final class DriverSettings implements Supplier<List<Map<String, Object>>> {
  private final NotifierCore core;

  DriverSettings(NotifierCore core) {
    this.core = core;
  }

  /** Those of one driver, by option; none when they cannot be used, which an attach then says. */
  Map<String, String> of(String driver) {
    try {
      return core.drivers().options(driver);
    } catch (ContractException e) {
      return Map.of();
    }
  }

  @Override
  public List<Map<String, Object>> get() {
    return core.drivers().list().stream()
        .filter(each -> each.state() == DriverStatus.State.ADMITTED)
        .filter(each -> !of(each.id()).isEmpty())
        .map(this::row)
        .toList();
  }

  private Map<String, Object> row(DriverStatus driver) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("driver", driver.id());
    row.put("settings", of(driver.id()));
    row.put("refusal", refusal(driver.id()));
    return row;
  }

  /** Why the driver does not attach with its settings; empty when it does. */
  private String refusal(String driver) {
    AddressSpace space = core.createSpace("settings of " + driver);
    try {
      core.drivers().attach(driver, space).close();
      return "";
    } catch (ContractException | IllegalArgumentException e) {
      return e.getMessage();
    } finally {
      space.release();
    }
  }
}

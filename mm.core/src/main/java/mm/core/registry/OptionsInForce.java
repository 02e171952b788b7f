package mm.core.registry;

import java.util.Map;
import java.util.TreeMap;
import mm.api.CoreOptions;
import mm.api.DriverOptions;

/** The options of drivers: those that the engine was made with go before those configured since. */
final class OptionsInForce {
  private final Map<String, String> fixed;
  private volatile DriverOptions configured = DriverOptions.NONE;

  OptionsInForce(CoreOptions options) {
    fixed = options.driverOptions();
  }

  void configure(DriverOptions next) {
    configured = next;
  }

  /** By option, without the driver's id. */
  Map<String, String> of(String driver) {
    return of(driver, configured.of(driver));
  }

  /** The same with others than those that are configured. */
  Map<String, String> of(String driver, Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(others);
    String prefix = driver + ".";
    fixed.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            all.put(name.substring(prefix.length()), value);
          }
        });
    return all;
  }
}

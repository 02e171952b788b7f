package mm.api;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The options of drivers as whoever runs the engine configures them while it runs, beside those
 * that it was made with ({@link CoreOptions#driverOptions}, which win). An engine is told of it by
 * {@link DriverRegistry#configure}; in OSGi it takes the service of this type.
 */
@ConsumerType
@FunctionalInterface
public interface DriverOptions {
  /** No driver has any. */
  DriverOptions NONE = driver -> Map.of();

  /**
   * The options of a driver, asked for each time that it is attached. May be called from any
   * thread, at the same time; quick, and never waits.
   *
   * @param driver its id
   * @return values by option, as {@link mm.spi.DriverContext#option} names it; empty for none
   * @throws ContractException R6.12 when there are some that cannot be used; the driver is not
   *     attached then
   */
  Map<String, String> of(String driver);
}

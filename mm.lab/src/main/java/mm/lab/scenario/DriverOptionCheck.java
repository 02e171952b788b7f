package mm.lab.scenario;

import java.util.Map;
import java.util.Optional;

/** Asks real drivers about their options: only a driver knows which ones and values there are. */
@FunctionalInterface
public interface DriverOptionCheck {
  /**
   * Asks a driver. Called while a file is read, by the thread that reads it; runs code of the
   * driver, in a space in which nothing happens.
   *
   * @param driver its id
   * @param options values by option
   * @return why it does not take them, and what it takes; empty when it does
   */
  Optional<String> refusal(String driver, Map<String, String> options);
}

package mm.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The policy of a framework, as an operator sets it, and what becomes of drivers. */
final class Policies {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Felix felix;

  Policies(Felix felix) {
    this.felix = felix;
  }

  private Object configuration() {
    Object admin = felix.service("org.osgi.service.cm.ConfigurationAdmin");
    return Foreign.call(admin, "getConfiguration", "mm.policy", null);
  }

  void configure(String... keysAndValues) {
    Dictionary<String, Object> values = new Hashtable<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    Foreign.call(configuration(), "update", values);
  }

  void delete() {
    Foreign.call(configuration(), "delete");
  }

  String state(String driver) {
    return felix.driver(driver).map(row -> row.get("state").toString()).orElse("GONE");
  }

  /** The rule of the first reason why a driver is out. */
  String rule(String driver) {
    List<?> refusals = (List<?>) felix.driver(driver).orElseThrow().get("refusals");
    return ((Map<?, ?>) refusals.get(0)).get("rule").toString();
  }

  /** Configuration Admin, and the engine's reactions, have threads of their own. */
  void await(String driver, String state) {
    await(() -> state(driver).equals(state), driver);
  }

  void await(BooleanSupplier condition, String driver) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < PATIENCE, () -> felix.driver(driver).toString());
      Thread.onSpinWait();
    }
  }
}

package mm.shell;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the engine and its drivers in the platform's JMX server until closed. */
final class Beans {
  private static final Logger LOG = LoggerFactory.getLogger(Beans.class);
  private static final String ENGINE = "mm:type=Engine";

  private final Engine engine;
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Set<String> names = new LinkedHashSet<>(); // guarded by this

  Beans(Engine engine) {
    this.engine = engine;
  }

  void showEngine() {
    register(ENGINE, new EngineBean(engine));
  }

  /** A driver has come; one of the same id may be there already, since a swap overlaps. */
  void show(String driver) {
    register(nameOf(driver), new DriverBean(engine, driver));
  }

  /** No driver of that id is left. */
  void hide(String driver) {
    unregister(nameOf(driver));
  }

  private static String nameOf(String driver) {
    return "mm:type=Driver,name=" + driver; // ids have letters, digits and dashes only
  }

  private synchronized void register(String name, Object bean) {
    try {
      if (names.add(name)) {
        server.registerMBean(bean, new ObjectName(name));
      }
    } catch (JMException e) {
      LOG.warn("no {} in JMX: {}", name, e.toString());
    }
  }

  private synchronized void unregister(String name) {
    try {
      if (names.remove(name)) {
        server.unregisterMBean(new ObjectName(name));
      }
    } catch (JMException e) {
      LOG.debug("{} was not in JMX: {}", name, e.toString());
    }
  }

  synchronized void close() {
    Set.copyOf(names).forEach(this::unregister);
  }
}

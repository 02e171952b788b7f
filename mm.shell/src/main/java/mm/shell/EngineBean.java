package mm.shell;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import mm.api.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the engine in JMX while the shell runs. */
final class EngineBean implements EngineMXBean {
  private static final Logger LOG = LoggerFactory.getLogger(EngineBean.class);
  private static final String NAME = "mm:type=Engine";

  private final Engine engine;

  EngineBean(Engine engine) {
    this.engine = engine;
  }

  void register() {
    try {
      server().registerMBean(this, new ObjectName(NAME));
    } catch (JMException e) {
      LOG.warn("no {} in JMX: {}", NAME, e.toString());
    }
  }

  void unregister() {
    try {
      server().unregisterMBean(new ObjectName(NAME));
    } catch (JMException e) {
      LOG.debug("{} was not in JMX: {}", NAME, e.toString());
    }
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  @Override
  public String[] getDrivers() {
    return engine.core().drivers().list().stream()
        .map(each -> each.id() + " " + each.state())
        .toArray(String[]::new);
  }

  @Override
  public int getSpaces() {
    return engine.core().spaces().size();
  }

  @Override
  public int getOpenSections() {
    return engine.core().spaces().stream().mapToInt(each -> each.openSections().size()).sum();
  }

  @Override
  public String[] getViolations() {
    return engine.core().violations().stream().map(Violation::toString).toArray(String[]::new);
  }

  @Override
  public long getCallbacks() {
    return engine.statistics().rows().stream().mapToLong(row -> (Long) row.get("calls")).sum();
  }
}

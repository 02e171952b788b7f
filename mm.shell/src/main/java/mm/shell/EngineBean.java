package mm.shell;

import mm.api.Violation;
import mm.api.WaitCycle;

/** The engine for JMX. */
final class EngineBean implements EngineMXBean {
  private final Engine engine;

  EngineBean(Engine engine) {
    this.engine = engine;
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
  public String[] getDeadlocks() {
    return engine.core().waitGraph().cycles().stream()
        .map(WaitCycle::toString)
        .toArray(String[]::new);
  }

  @Override
  public long getCallbacks() {
    return engine.statistics().rows().stream().mapToLong(row -> (Long) row.get("calls")).sum();
  }
}

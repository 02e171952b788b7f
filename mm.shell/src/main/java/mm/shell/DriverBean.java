package mm.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import mm.api.Attachment;
import mm.api.DriverStatus;
import mm.api.Violation;
import mm.spi.DeviceCounters;

/** One driver for JMX, looked up by its id each time: a swap changes who goes by it. */
final class DriverBean implements DriverMXBean {
  private final Engine engine;
  private final String id;

  DriverBean(Engine engine, String id) {
    this.engine = engine;
    this.id = id;
  }

  private Optional<DriverStatus> status() {
    return engine.core().drivers().list().stream()
        .filter(each -> each.id().equals(id) && each.state() != DriverStatus.State.STANDBY)
        .findFirst();
  }

  @Override
  public String getState() {
    return status().map(each -> each.state().toString()).orElse("GONE");
  }

  @Override
  public String getBundle() {
    return status().map(DriverStatus::origin).orElse("");
  }

  @Override
  public int getSpaces() {
    return status().map(DriverStatus::attachments).orElse(0);
  }

  @Override
  public long getTranslations() {
    return sum(DeviceCounters::held);
  }

  @Override
  public long getMade() {
    return sum(DeviceCounters::made);
  }

  private long sum(ToLongFunction<DeviceCounters> counter) {
    return engine.core().drivers().attachments().stream()
        .filter(each -> each.driver().equals(id))
        .map(Attachment::device)
        .mapToLong(each -> counter.applyAsLong(each.counters()))
        .sum();
  }

  @Override
  public List<String> getViolations() {
    return engine.core().violations().stream()
        .filter(each -> each.subscriber().equals(id))
        .map(Violation::toString)
        .toList();
  }

  @Override
  public List<CallbackLatency> getCallbacks() {
    return engine.statistics().rows().stream()
        .filter(each -> each.get("driver").equals(id))
        .map(CallbackLatency::new)
        .toList();
  }
}

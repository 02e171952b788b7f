package mm.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import mm.api.DriverPolicy;
import mm.api.NotifierCore;
import mm.deploy.service.Configurations;
import mm.deploy.service.Configured;

/** A real engine without a framework. */
final class PlainEngine implements Engine, AutoCloseable {
  final AtomicLong nanos = new AtomicLong();
  final NotifierCore core = NotifierCore.create();
  final Map<String, Configured> configured = new TreeMap<>();
  private final CallbackStatistics statistics = new CallbackStatistics();
  private final CallbackTrace trace = new CallbackTrace(nanos::get);

  PlainEngine() {
    core.observe(statistics);
    core.observe(trace);
  }

  @Override
  public NotifierCore core() {
    return core;
  }

  @Override
  public Optional<Configurations> configurations() {
    return Optional.of(
        new Configurations() {
          @Override
          public List<Configured> all() {
            return List.copyOf(configured.values());
          }

          @Override
          public Optional<Configured> of(String pid) {
            return Optional.ofNullable(configured.get(pid));
          }
        });
  }

  @Override
  public Optional<DriverPolicy> policy() {
    return Optional.empty();
  }

  @Override
  public Optional<ToIntFunction<Map<String, Object>>> verb(String name) {
    return Optional.empty();
  }

  @Override
  public CallbackStatistics statistics() {
    return statistics;
  }

  @Override
  public CallbackTrace trace() {
    return trace;
  }

  @Override
  public void close() {
    core.close();
  }
}

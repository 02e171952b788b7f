package mm.shell;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import mm.api.DriverPolicy;
import mm.api.NotifierCore;

/** A real engine without a framework. */
final class PlainEngine implements Engine, AutoCloseable {
  final AtomicLong nanos = new AtomicLong();
  final NotifierCore core = NotifierCore.create();
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

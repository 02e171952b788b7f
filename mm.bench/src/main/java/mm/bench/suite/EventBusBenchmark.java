package mm.bench.suite;

import com.google.common.eventbus.EventBus;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.bench.callback.ChangeEnd;
import mm.bench.callback.ChangeStart;
import mm.bench.callback.EventBusCallback;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Start and end as two events on a Guava EventBus. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventBusBenchmark {
  /** How many are told. */
  @Param({"1", "16"})
  public int subscribers;

  private EventBus bus;

  /** For JMH. */
  public EventBusBenchmark() {}

  /** Makes the bus, after another that called each class. */
  @Setup
  public void open() {
    List<Object> all = EventBusCallback.distinct(Spaces.CLASSES);
    bus = bus(all);
    for (int i = 0; i < Spaces.WARM_CALLS; i++) {
      pair();
    }
    bus = bus(all.subList(0, subscribers));
  }

  private static EventBus bus(List<Object> subscribers) {
    EventBus bus = new EventBus();
    subscribers.forEach(bus::register);
    return bus;
  }

  /** Two events. */
  @Benchmark
  public void pair() {
    bus.post(new ChangeStart(Spaces.START, Spaces.END));
    bus.post(new ChangeEnd(Spaces.START, Spaces.END));
  }
}

package mm.bench.suite;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mm.bench.callback.EventAdminCallback;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * Start and end as two events sent by Felix EventAdmin, with its time-out switched off: otherwise
 * each event is handed to another thread and costs many times more.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventAdminBenchmark {
  private static final String TOPICS = "mm/bench/*";
  private static final String START = "mm/bench/START";
  private static final String END = "mm/bench/END";

  /** How many are told. */
  @Param({"1", "16"})
  public int subscribers;

  private EmbeddedEventAdmin felix;
  private EventAdmin admin;

  /** For JMH. */
  public EventAdminBenchmark() {}

  /**
   * Starts Felix, registers handlers of each class, calls them, and keeps as many as are wanted.
   *
   * @throws Exception when Felix does not start
   */
  @Setup
  public void open() throws Exception {
    felix = EmbeddedEventAdmin.start();
    admin = felix.admin();
    List<ServiceRegistration<EventHandler>> all =
        EventAdminCallback.distinct(Spaces.CLASSES).stream().map(this::register).toList();
    for (int i = 0; i < Spaces.WARM_CALLS / Spaces.CLASSES; i++) {
      pair();
    }
    all.subList(subscribers, all.size()).forEach(ServiceRegistration::unregister);
  }

  private ServiceRegistration<EventHandler> register(EventHandler handler) {
    BundleContext context = felix.context();
    return context.registerService(
        EventHandler.class, handler, new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, TOPICS)));
  }

  /**
   * Stops Felix.
   *
   * @throws Exception when it does not stop
   */
  @TearDown
  public void close() throws Exception {
    felix.stop();
  }

  /** Two events. */
  @Benchmark
  public void pair() {
    admin.sendEvent(event(START));
    admin.sendEvent(event(END));
  }

  private static Event event(String topic) {
    return new Event(topic, Map.of("start", Spaces.START, "end", Spaces.END));
  }
}

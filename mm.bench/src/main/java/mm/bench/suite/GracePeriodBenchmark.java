package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.Subscription;
import mm.bench.callback.ListCallback;
import mm.spi.PairedNotifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Waiting until every open section has ended, while there are threads that had one. By its contract
 * a second close does nothing but that, so closing again is the grace period alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GracePeriodBenchmark {
  /** Threads that have each opened and ended a section, and now sleep. */
  @Param("64")
  public int slots;

  private final PairedNotifier notifier = ListCallback.distinct(1).get(0);
  private SleepingThreads threads;
  private AddressSpace space;
  private Subscription closed;

  /** For JMH. */
  public GracePeriodBenchmark() {}

  /**
   * Starts the threads, and checks that what is timed waits indeed.
   *
   * @throws InterruptedException never in a benchmark
   */
  @Setup
  public void open() throws InterruptedException {
    space = Spaces.core(CoreOptions.Guards.OFF).createSpace("bench");
    threads = new SleepingThreads(slots, () -> Spaces.pair(space));
    closed = space.subscribe(notifier, Spaces.DECLARATION);
    closed.close();
    WaitCheck.run(space, this::closeAgain);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    threads.end();
  }

  /** A grace period. */
  @Benchmark
  public void closeAgain() {
    closed.close();
  }

  /** A whole change of subscribers: two lists made, two grace periods looked at. */
  @Benchmark
  public void subscribeAndClose() {
    space.subscribe(notifier, Spaces.DECLARATION).close();
  }
}

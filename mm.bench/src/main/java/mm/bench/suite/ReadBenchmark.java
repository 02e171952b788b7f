package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A device fault's read that meets no invalidation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private IntervalSubscription subscription;

  /** For JMH. */
  public ReadBenchmark() {}

  /** Subscribes. */
  @Setup
  public void open() {
    subscription = Intervals.subscribe(Spaces.core(CoreOptions.Guards.OFF).createSpace("bench"), 0);
    if (read()) {
      throw new IllegalStateException("WRONG ANSWER of the engine: a read nobody disturbed failed");
    }
  }

  /**
   * One read.
   *
   * @return false, since nothing collides
   */
  @Benchmark
  public boolean read() {
    return subscription.readRetry(subscription.readBegin(TIMEOUT_NANOS));
  }
}

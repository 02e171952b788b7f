package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least that readBegin and readRetry have to read: the subscription's sequence, the space's,
 * and the subscription's once more. In two objects, since a space has many subscriptions.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LeastReadBenchmark {
  private final Sequence own = new Sequence(1);
  private final Sequence ofTheSpace = new Sequence(2);

  /** For JMH. */
  public LeastReadBenchmark() {}

  /**
   * One read.
   *
   * @return false, since nothing collides
   */
  @Benchmark
  public boolean read() {
    long seen = own.value;
    return seen == ofTheSpace.value || own.value != seen;
  }

  private static final class Sequence {
    private volatile long value;

    Sequence(long value) {
      this.value = value;
    }
  }
}

package mm.bench.suite;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import mm.bench.callback.FixedRange;
import mm.bench.callback.ListCallback;
import mm.spi.PairedNotifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the machine itself costs. Everything else is told in multiples of the full fence. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloorBenchmark {
  private final PairedNotifier[] notifiers =
      ListCallback.distinct(Spaces.CLASSES).toArray(PairedNotifier[]::new);
  private final FixedRange range = new FixedRange(Spaces.START, Spaces.END);
  private volatile long shared;

  /** For JMH. */
  public FloorBenchmark() {}

  /** One full fence. */
  @Benchmark
  public void fullFence() {
    VarHandle.fullFence();
  }

  /**
   * One volatile read.
   *
   * @return what was read
   */
  @Benchmark
  public long volatileRead() {
    return shared;
  }

  /** One interface call of one of sixteen classes, in a loop over all of them. */
  @Benchmark
  @OperationsPerInvocation(Spaces.CLASSES)
  public void megamorphicCall() {
    for (PairedNotifier each : notifiers) {
      each.start(range);
    }
  }
}

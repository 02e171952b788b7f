package mm.bench.suite;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mm.bench.callback.FixedRange;
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

/**
 * Start and end told by a plain loop: over an array, which nothing protects from changes, and over
 * a CopyOnWriteArrayList, which cannot tell when the last callback of somebody removed is over.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlainPairBenchmark {
  /** How many are told. */
  @Param({"1", "16"})
  public int subscribers;

  private final FixedRange range = new FixedRange(Spaces.START, Spaces.END);
  private PairedNotifier[] array;
  private List<PairedNotifier> list;

  /** For JMH. */
  public PlainPairBenchmark() {}

  /** Makes the subscribers and calls each class, as {@link Spaces} does for the engine. */
  @Setup
  public void open() {
    List<PairedNotifier> all = ListCallback.distinct(Spaces.CLASSES);
    use(all);
    for (int i = 0; i < Spaces.WARM_CALLS; i++) {
      array();
      copyOnWrite();
    }
    use(all.subList(0, subscribers));
  }

  private void use(List<PairedNotifier> some) {
    array = some.toArray(PairedNotifier[]::new);
    list = new CopyOnWriteArrayList<>(some);
  }

  /** Over the array. */
  @Benchmark
  public void array() {
    for (PairedNotifier each : array) {
      each.start(range);
    }
    for (PairedNotifier each : array) {
      each.end(range);
    }
  }

  /** Over the list. */
  @Benchmark
  public void copyOnWrite() {
    for (PairedNotifier each : list) {
      each.start(range);
    }
    for (PairedNotifier each : list) {
      each.end(range);
    }
  }
}

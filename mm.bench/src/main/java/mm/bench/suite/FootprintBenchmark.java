package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.bench.fork.KeptBytes;
import mm.bench.index.IntervalSearch;
import mm.bench.index.Layout;
import mm.bench.index.Structure;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Memory that intervals keep, by the difference of the used heap before and after. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FootprintBenchmark {
  /** How many intervals. */
  @Param("1000000")
  public int n;

  /** For JMH. */
  public FootprintBenchmark() {}

  /**
   * The engine's index without what it holds, filled in no order.
   *
   * @param bytes told what each interval keeps
   * @return the index, so that it is in use until the end
   */
  @Benchmark
  public IntervalSearch index(KeptBytes bytes) {
    Layout layout = new Layout(n);
    bytes.start();
    IntervalSearch index = Structure.ENGINE.create();
    layout.fill(index);
    bytes.stop(n);
    return index;
  }

  /**
   * Whole subscriptions: index, object and range.
   *
   * @param bytes told what each subscription keeps
   * @return the subscriptions, so that they are in use until the end
   */
  @Benchmark
  public IntervalSubscription[] subscriptions(KeptBytes bytes) {
    IntervalSubscription[] all = new IntervalSubscription[n];
    AddressSpace space = Spaces.core(CoreOptions.Guards.OFF).createSpace("bench");
    bytes.start();
    Intervals.subscribe(space, new Layout(n).shuffled(), all);
    bytes.stop(n);
    return all;
  }

  /**
   * Mapped and written pages of the simulated machine: tables and frames.
   *
   * @param bytes told what each page keeps
   * @return the memory, so that it is in use until the end
   */
  @Benchmark
  public Object mappedPages(KeptBytes bytes) {
    Populated first = Populated.alone(1); // so that classes are loaded
    bytes.start();
    Populated memory = first.another(n);
    bytes.stop(n);
    return memory;
  }

  /**
   * The same on a machine that keeps lists of pages to reclaim.
   *
   * @param bytes told what each page keeps
   * @return the memory, so that it is in use until the end
   */
  @Benchmark
  public Object listedPages(KeptBytes bytes) {
    Populated first = Populated.alone(1);
    first.process.machine().createGroup("bench");
    bytes.start();
    Populated memory = first.another(n);
    bytes.stop(n);
    return memory;
  }
}

package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.bench.index.Layout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A section that hits interval subscriptions: begin and end, the whole protocol. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IntervalPairBenchmark {
  /** How many subscriptions the space has. */
  @Param({"100", "10000", "1000000"})
  public int n;

  /** How many of them a section hits. */
  @Param({"1", "16"})
  public int hits;

  /** The engine's run-time checks. */
  @Param({"OFF", "ON"})
  public CoreOptions.Guards guards;

  private AddressSpace space;
  private IntervalSubscription[] subscriptions;
  private int positions;

  /** For JMH. */
  public IntervalPairBenchmark() {}

  /** Subscribes and checks who is told. */
  @Setup
  public void open() {
    Layout layout = new Layout(n);
    space = Spaces.core(guards).createSpace("bench");
    subscriptions = new IntervalSubscription[n];
    Intervals.subscribe(space, layout.shuffled(), subscriptions);
    Intervals.check(space, subscriptions, hits);
    positions = layout.positions(hits);
    System.gc(); // now, and not while it is timed
  }

  /**
   * One section at a random place.
   *
   * @param position where
   * @return its stamp
   */
  @Benchmark
  public long pair(Position position) {
    long section = Intervals.begin(space, position.below(positions), hits);
    space.end(section);
    return section;
  }

  /**
   * One subscription closed and made again.
   *
   * @param position which
   * @return the new one
   */
  @Benchmark
  public IntervalSubscription resubscribe(Position position) {
    int i = position.below(n);
    subscriptions[i].close();
    subscriptions[i] = Intervals.subscribe(space, i);
    return subscriptions[i];
  }
}

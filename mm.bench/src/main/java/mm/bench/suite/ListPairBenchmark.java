package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A section told to list subscribers: begin and end. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ListPairBenchmark {
  /** How many are told. */
  @Param({"0", "1", "16"})
  public int subscribers;

  /** The engine's run-time checks. */
  @Param({"OFF", "ON"})
  public CoreOptions.Guards guards;

  private AddressSpace space;

  /** For JMH. */
  public ListPairBenchmark() {}

  /** Makes the space. */
  @Setup
  public void open() {
    space = Spaces.withSubscribers(Spaces.core(guards), subscribers);
  }

  /**
   * One section.
   *
   * @return its stamp
   */
  @Benchmark
  public long pair() {
    return Spaces.pair(space);
  }
}

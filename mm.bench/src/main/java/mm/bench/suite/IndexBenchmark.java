package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mm.bench.callback.FixedRange;
import mm.bench.callback.ListCallback;
import mm.bench.index.Hit;
import mm.bench.index.HitCheck;
import mm.bench.index.IntervalSearch;
import mm.bench.index.Layout;
import mm.bench.index.Structure;
import mm.spi.PairedNotifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An interval index alone: no section, no lock. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IndexBenchmark {
  /** Which one. */
  @Param({"ENGINE", "HTSJDK", "GUAVA"})
  public Structure structure;

  /** How many intervals it holds. */
  @Param({"100", "10000", "1000000"})
  public int n;

  /** How many of them a query hits. */
  @Param({"1", "16"})
  public int hits;

  private static final long EPOCH = 1L << 32;

  private final AtomicLong word = new AtomicLong();
  private final FixedRange range = new FixedRange(Spaces.START, Spaces.END);
  private final PairedNotifier[] callbacks =
      ListCallback.distinct(Spaces.CLASSES).toArray(PairedNotifier[]::new);
  private Layout layout;
  private IntervalSearch index;
  private int positions;
  private long tick;

  /** For JMH. */
  public IndexBenchmark() {}

  /** Fills the index and checks its answers. */
  @Setup
  public void fill() {
    layout = new Layout(n);
    index = structure.create();
    layout.fill(index);
    HitCheck.run(structure.name(), layout, index);
    positions = layout.positions(hits);
    System.gc(); // now, and not while it is timed
  }

  /**
   * One query at a random place.
   *
   * @param position where
   * @return how many intervals it hit
   */
  @Benchmark
  public int search(Position position) {
    int i = position.below(positions);
    return index.touch(Layout.queryFrom(i), Layout.queryTo(i, hits), ++tick);
  }

  /**
   * The least that a section has to do about intervals: counted before the search, the epoch opened
   * after it, one callback, counted out with the epoch closed.
   *
   * @param position where
   * @return how many intervals it hit
   */
  @Benchmark
  public int leastSection(Position position) {
    int i = position.below(positions);
    word.getAndIncrement();
    int found = index.touch(Layout.queryFrom(i), Layout.queryTo(i, hits), ++tick);
    long open = word.addAndGet(EPOCH);
    callbacks[i % Spaces.CLASSES].start(range);
    word.compareAndSet(open, open + EPOCH - 1);
    return found;
  }

  /**
   * One interval out and in again.
   *
   * @param position which
   */
  @Benchmark
  public void update(Position position) {
    Hit hit = layout.hit(position.below(n));
    index.remove(hit);
    index.insert(hit);
  }
}

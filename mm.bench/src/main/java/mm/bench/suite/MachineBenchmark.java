package mm.bench.suite;

import java.util.concurrent.TimeUnit;
import mm.bench.fork.PartTime;
import mm.machine.Protection;
import mm.machine.UserProcess;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Operations of the simulated machine on populated memory with one interval and one list
 * subscriber, both told. What they take away is restored outside of the timed part.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineBenchmark {
  /** Operations in a timed part; an unmapped page each cuts the memory in as many pieces. */
  private static final int BATCH = 64;

  private static final int WARM_BATCHES = 500;

  /** What a leaf table maps. */
  private static final int BLOCK = 512;

  /** Size of the memory. */
  @Param("262144")
  public int pages;

  private Populated memory;
  private int next;

  /** For JMH. */
  public MachineBenchmark() {}

  /** Makes the memory and warms up, so that a short run measures compiled code too. */
  @Setup
  public void populate() {
    memory = Populated.watched(pages);
    PartTime untold = new PartTime();
    for (int i = 0; i < WARM_BATCHES; i++) {
      discardPage(untold);
      unmapPage(untold);
      protectPage(untold);
    }
    for (int i = 0; i < pages; i += BLOCK) {
      memory.discard(i, BLOCK);
    }
    memory.touch(0, pages);
    System.gc(); // now, and not while it is timed
  }

  /** The first page of the next batch, whose pages or blocks are {@code stride} pages apart. */
  private int batch(int stride) {
    next = next + BATCH * stride + 1 <= pages - BATCH * stride ? next + BATCH * stride : 0;
    return next;
  }

  /**
   * A section of one page alone, which every operation opens at least once.
   *
   * @return its stamp
   */
  @Benchmark
  public long section() {
    return memory.section(batch(3));
  }

  /**
   * MADV_DONTNEED of single pages that are not neighbours.
   *
   * @param time told what it costs
   */
  @Benchmark
  public void discardPage(PartTime time) {
    int first = batch(3);
    time.start();
    for (int i = 0; i < BATCH; i++) {
      memory.discard(first + 3 * i, 1);
    }
    time.stop(BATCH);
    memory.touch(first, 3 * BATCH);
  }

  /**
   * The first write to pages in a row where nothing was: a fault each.
   *
   * @param time told what it costs
   */
  @Benchmark
  public void touchPage(PartTime time) {
    int first = batch(BLOCK);
    memory.discard(first, BATCH * BLOCK);
    time.start();
    memory.touch(first, BATCH * BLOCK);
    time.stop(BATCH * BLOCK);
  }

  /**
   * MADV_DONTNEED of 512 pages, not aligned to their tables.
   *
   * @param time told what it costs
   */
  @Benchmark
  public void discardBlock(PartTime time) {
    int first = batch(BLOCK) + 1;
    time.start();
    for (int i = 0; i < BATCH - 1; i++) {
      memory.discard(first + BLOCK * i, BLOCK);
    }
    time.stop(BATCH - 1);
    memory.touch(first, BLOCK * (BATCH - 1));
  }

  /**
   * Munmap of single pages that are not neighbours.
   *
   * @param time told what it costs
   */
  @Benchmark
  public void unmapPage(PartTime time) {
    int first = batch(3) + 1;
    time.start();
    for (int i = 0; i < BATCH; i++) {
      memory.unmap(first + 3 * i);
    }
    time.stop(BATCH);
    for (int i = 0; i < BATCH; i++) {
      memory.restore(first + 3 * i);
    }
  }

  /**
   * Mprotect of one page, to read-only and back: the mean of both.
   *
   * @param time told what it costs
   */
  @Benchmark
  public void protectPage(PartTime time) {
    int first = batch(3) + 1;
    time.start();
    for (int i = 0; i < BATCH; i++) {
      memory.protect(first + 3 * i, Protection.R);
      memory.protect(first + 3 * i, Protection.RW);
    }
    time.stop(2 * BATCH);
  }

  /**
   * A whole fork; the child exits outside of the timed part.
   *
   * @param time told what it costs
   */
  @Benchmark
  public void fork(PartTime time) {
    time.start();
    UserProcess child = memory.process.fork("child");
    time.stop(1);
    child.exit();
  }
}

package mm.bench.suite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mm.bench.callback.FixedRange;
import mm.bench.callback.ListCallback;
import mm.spi.PairedNotifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The least that a section has to do so that a newcomer can wait for it (R4.2) and close for its
 * callbacks (R4.3), by one thread that is known beforehand, without nesting. Without anything else;
 * and refusing misuse as the contract wants it: by another thread, twice, of another section
 * (R2.10). What the engine costs above this is its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LeastSectionBenchmark {
  private static final VarHandle OPEN;

  static {
    try {
      OPEN = MethodHandles.lookup().findVarHandle(LeastSectionBenchmark.class, "open", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final FixedRange range = new FixedRange(Spaces.START, Spaces.END);

  @SuppressWarnings("unused") // through OPEN
  private int open;

  private Thread owner;
  private long stamp = 1;
  private volatile boolean nobody = true;
  private volatile PairedNotifier[] list;

  /** For JMH. */
  public LeastSectionBenchmark() {}

  /** Calls sixteen classes, then keeps the first, as {@link Spaces} does for the engine. */
  @Setup
  public void warm() {
    owner = Thread.currentThread();
    List<PairedNotifier> all = ListCallback.distinct(Spaces.CLASSES);
    list = all.toArray(PairedNotifier[]::new);
    for (int i = 0; i < Spaces.WARM_CALLS; i++) {
      told();
    }
    list = new PairedNotifier[] {all.get(0)};
  }

  /**
   * Nobody to tell: the section is noted, the list looked at, the note taken back.
   *
   * @return whether nobody is there
   */
  @Benchmark
  public boolean untold() {
    OPEN.setRelease(this, 1);
    boolean silent = nobody;
    OPEN.setRelease(this, 0);
    return silent;
  }

  /**
   * The same where begin and end ask whether the thread is the right one, whether a section is open
   * and whether it is this one.
   *
   * @return the stamp
   */
  @Benchmark
  public long untoldRefusing() {
    refuseUnlessFree();
    OPEN.setRelease(this, 1);
    if (!nobody) {
      throw new IllegalStateException("somebody to tell");
    }
    long section = stamp;
    refuseUnlessOpen(section);
    OPEN.setRelease(this, 0);
    return section;
  }

  private void refuseUnlessFree() {
    if (owner != Thread.currentThread() || open != 0) {
      throw new IllegalStateException("another thread, or nested");
    }
  }

  private void refuseUnlessOpen(long section) {
    if (open != 1 || section != stamp || owner != Thread.currentThread()) {
      throw new IllegalStateException("not this one");
    }
  }

  /** One to tell: as {@link #untold} with a fence before the list is read, and two calls. */
  @Benchmark
  public void told() {
    OPEN.setRelease(this, 1);
    VarHandle.fullFence();
    PairedNotifier[] told = list;
    for (PairedNotifier each : told) {
      each.start(range);
    }
    for (PairedNotifier each : told) {
      each.end(range);
    }
    OPEN.setRelease(this, 0);
  }

  /**
   * The same, refusing as {@link #untoldRefusing} does.
   *
   * @return the stamp
   */
  @Benchmark
  public long toldRefusing() {
    refuseUnlessFree();
    OPEN.setRelease(this, 1);
    VarHandle.fullFence();
    PairedNotifier[] told = list;
    for (PairedNotifier each : told) {
      each.start(range);
    }
    long section = stamp;
    refuseUnlessOpen(section);
    for (PairedNotifier each : told) {
      each.end(range);
    }
    OPEN.setRelease(this, 0);
    return section;
  }
}

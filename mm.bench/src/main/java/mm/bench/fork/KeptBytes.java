package mm.bench.fork;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How a benchmark reports a size instead of a time. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class KeptBytes {
  static final String LABEL = "keptBytes";

  private static final int COLLECTIONS = 3;

  /** Bytes per entry; read by JMH under the name of this field. */
  public double keptBytes;

  private long before;

  /** For JMH. */
  public KeptBytes() {}

  /** Notes how much is in use before the entries are there. */
  public void start() {
    before = used();
  }

  /**
   * Notes how much is in use with them.
   *
   * @param entries their number
   */
  public void stop(int entries) {
    keptBytes = (used() - before) / (double) entries;
  }

  /** Exact with a collector that compacts the whole heap on demand, as the parallel one does. */
  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

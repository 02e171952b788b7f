package mm.bench.fork;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * How a benchmark times only a part of each invocation, by the worker's own CPU time: for
 * operations that use up what has to be restored before the next one. Reading that time costs about
 * a system call, so a part should be many operations long.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PartTime {
  static final String NANOS = "partNanos";
  static final String OPERATIONS = "partOperations";

  /** CPU time of the parts of this iteration; JMH reads and resets it by its name. */
  public long partNanos;

  /** Operations in them; JMH reads and resets it by its name. */
  public long partOperations;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long before;

  /** For JMH. */
  public PartTime() {}

  /** The part begins. */
  public void start() {
    before = threads.getCurrentThreadCpuTime();
  }

  /**
   * The part is over.
   *
   * @param operations how many were in it
   */
  public void stop(int operations) {
    partNanos += threads.getCurrentThreadCpuTime() - before;
    partOperations += operations;
  }
}

package mm.bench.suite;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A thread's random place to ask next: three shifts, about a nanosecond. */
@State(Scope.Thread)
public class Position {
  private long state = 0x9E3779B97F4A7C15L ^ System.identityHashCode(this);

  /** For JMH. */
  public Position() {}

  int below(int bound) {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return (int) ((state >>> 32) * bound >>> 32);
  }
}

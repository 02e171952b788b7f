package mm.stress.device;

/**
 * Makes the calling thread's next stores wait. A processor keeps stores in a buffer and lets later
 * loads pass them, for a few nanoseconds as a rule: too short for anybody to notice that a fence is
 * missing. Behind stores to memory that no cache holds they wait a hundred times longer.
 */
public final class StoreBuffer {
  private static final int STORES = 48; // about what fits in
  private static final int LONGS = 1 << 22; // more than caches hold
  private static final long STEP = 0x9E3779B97F4A7C15L; // visits all of them, none near the last

  private static final long[] COLD = new long[LONGS];

  private StoreBuffer() {}

  /** Fills it; somewhere else each time. */
  public static void fill() {
    long at = System.nanoTime() * STEP;
    for (int i = 0; i < STORES; i++) {
      at += STEP;
      COLD[(int) (at >>> 42)] = at;
    }
  }
}

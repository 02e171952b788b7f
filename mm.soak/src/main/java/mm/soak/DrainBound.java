package mm.soak;

/**
 * What a drain may take. It waits for the sections that are open when the successor begins to
 * serve, their callbacks included, and each of those is part of one operation of the load: so it
 * takes no longer than the longest operation, and what it takes a waiting thread to come back. Both
 * are the largest of thousands, measured in the same run on the same machine, and are held against
 * the drain that one in a hundred exceeds.
 */
final class DrainBound {
  /** The thread that swaps does more in a drain than to wait: it logs, and tells listeners. */
  private static final int TOLERANCE = 4;

  private DrainBound() {}

  /** What is allowed, in microseconds. */
  static long micros(Ledger ledger) {
    return TOLERANCE * (ledger.longestOperation.get() + ledger.longestHiccup.get()) / 1_000;
  }

  static boolean isKept(Tally tally, Ledger ledger) {
    return tally.drainMicros(0.99) <= micros(ledger);
  }
}

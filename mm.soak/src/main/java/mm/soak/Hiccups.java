package mm.soak;

import java.util.concurrent.locks.LockSupport;

/**
 * How long a thread that wants to run may have to wait for it: one that does nothing but sleep for
 * a moment, again and again, notes how much longer that took. So what the machine and the JVM cost
 * at that hour is known, and not taken for the engine's.
 */
final class Hiccups {
  private static final long NAP_NANOS = 1_000_000;

  private final Ledger ledger;
  private final Thread thread = new Thread(this::nap, "soak-hiccups");
  private volatile boolean over;

  Hiccups(Ledger ledger) {
    this.ledger = ledger;
    thread.setDaemon(true);
    thread.start();
  }

  private void nap() {
    while (!over) {
      long began = System.nanoTime();
      LockSupport.parkNanos(NAP_NANOS);
      ledger.longestHiccup.accumulate(System.nanoTime() - began - NAP_NANOS);
    }
  }

  void end() {
    over = true;
  }
}

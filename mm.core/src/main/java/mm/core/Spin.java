package mm.core;

/** Waiting for something that takes nanoseconds unless its thread was descheduled. */
final class Spin {
  private static final int SPINS_BEFORE_YIELD = 100;

  private Spin() {}

  static void pause(int spins) {
    if (spins < SPINS_BEFORE_YIELD) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }
}

package mm.lab.explore;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of a run, and refuses one that takes no step any more: whoever waits otherwise
 * than through the course would keep the turn for ever.
 */
final class HangWatch {
  private static final long HANG_SECONDS = 30;

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int decided;
  private volatile String lastActor = "-";

  /** Called with the turn. */
  void decided(int steps, String actor) {
    decided = steps;
    lastActor = actor;
  }

  void over() {
    over.countDown();
  }

  void await() {
    int seen = -1;
    try {
      while (!over.await(HANG_SECONDS, TimeUnit.SECONDS)) {
        int now = decided;
        if (now == seen) {
          throw new IllegalStateException(
              "hangs after " + now + " steps in " + lastActor + ": it waits outside of the lab");
        }
        seen = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

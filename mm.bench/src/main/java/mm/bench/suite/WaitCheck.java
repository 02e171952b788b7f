package mm.bench.suite;

import mm.api.AddressSpace;
import mm.api.InvalidationEvent;

/**
 * Checks that an action does not return while a section is open. An engine that learned to skip the
 * wait would otherwise win a benchmark of waiting.
 */
final class WaitCheck {
  private static final long LONG_ENOUGH_MILLIS = 100;

  private WaitCheck() {}

  static void run(AddressSpace space, Runnable action) throws InterruptedException {
    long section = space.begin(InvalidationEvent.UNMAP, Spaces.START, Spaces.END);
    Thread waiting = new Thread(action, "bench-wait");
    waiting.setDaemon(true);
    waiting.start();
    waiting.join(LONG_ENOUGH_MILLIS);
    boolean waited = waiting.isAlive();
    space.end(section);
    waiting.join();
    if (!waited) {
      throw new IllegalStateException("the grace period does not wait for an open section");
    }
  }
}

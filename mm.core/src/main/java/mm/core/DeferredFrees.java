package mm.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import mm.api.Rule;

/**
 * What has to wait for a grace period while its caller cannot: one daemon thread, gone when idle,
 * does one thing after the other.
 */
final class DeferredFrees {
  private static final long IDLE_MILLIS = 500;

  private final Violations violations;
  private volatile Thread runner;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_MILLIS,
          TimeUnit.MILLISECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "mm-frees");
            thread.setDaemon(true);
            runner = thread;
            return thread;
          });

  DeferredFrees(Violations violations) {
    this.violations = violations;
    executor.allowCoreThreadTimeOut(true);
  }

  /** Queues something; never waits. */
  void after(Runnable gracePeriod, Subscriber whose, String space, Runnable free) {
    executor.execute(
        () -> {
          gracePeriod.run();
          try {
            free.run();
          } catch (Throwable thrown) {
            violations.record(Rule.R1_8, whose.name(), space, "free", "threw " + thrown, thrown);
          }
        });
  }

  /** Whether the calling thread is the one that would be waited for. */
  boolean runsHere() {
    return Thread.currentThread() == runner;
  }

  /** Waits until everything queued before has been done: one thread, one order. */
  void await() {
    CompletableFuture.runAsync(() -> {}, executor).join();
  }
}

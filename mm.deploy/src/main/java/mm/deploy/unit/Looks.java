package mm.deploy.unit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at something again and again, on a thread of its own. One that fails does not end it. */
final class Looks {
  private final Consumer<Throwable> failed;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(Looks::thread);

  /**
   * Makes one that looks at nothing yet.
   *
   * @param failed is told on the same thread of what a look throws
   */
  Looks(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "mm-deploy");
    thread.setDaemon(true);
    return thread;
  }

  void every(long millis, Runnable look) {
    executor.scheduleWithFixedDelay(() -> isolated(look), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** A look that outlasts the end finds the framework gone; that it fails is no news. */
  private void isolated(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | LinkageError e) {
      if (!executor.isShutdown()) {
        failed.accept(e);
      }
    }
  }

  /** No look begins from now on; waits for the one that is going on, but not for ever. */
  void end(long millis) {
    executor.shutdown();
    try {
      executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

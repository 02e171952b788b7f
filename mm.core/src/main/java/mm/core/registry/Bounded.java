package mm.core.registry;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs driver code that may take for ever: on a thread of its own, which is left alone when it does
 * not come back in time.
 */
final class Bounded {
  private Bounded() {}

  /**
   * Runs something and waits for it.
   *
   * @throws SwapFailure when it threw, or did not return in time; in time or not, it runs to its
   *     end
   */
  static <T> T run(String what, long nanos, Callable<T> driverCode) throws SwapFailure {
    CompletableFuture<T> result = start(what, driverCode);
    try {
      return result.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SwapFailure(what + " took longer than " + millis(nanos) + " ms");
    } catch (ExecutionException e) {
      throw new SwapFailure(what + " failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwapFailure(what + " was interrupted");
    }
  }

  static <T> CompletableFuture<T> start(String what, Callable<T> driverCode) {
    CompletableFuture<T> result = new CompletableFuture<>();
    // Since JDK 19 a thread that has ended still holds on to what it ran, and Felix to threads that
    // loaded classes: so it runs something of the JDK, which lets go of ours.
    Runnable work = new FutureTask<>(() -> complete(result, driverCode), null);
    Thread thread = new Thread(work, "mm-swap: " + what);
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> driverCode) {
    try {
      result.complete(driverCode.call());
    } catch (Throwable thrown) {
      result.completeExceptionally(thrown);
    }
  }

  static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}

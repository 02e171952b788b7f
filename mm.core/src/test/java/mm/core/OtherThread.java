package mm.core;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread that does what it is told, one thing after the other. */
public final class OtherThread implements AutoCloseable {
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  public <T> T call(Callable<T> body) {
    return CompletableFuture.supplyAsync(() -> unchecked(body), executor).join();
  }

  public void run(Runnable body) {
    submit(body).join();
  }

  public CompletableFuture<Void> submit(Runnable body) {
    return CompletableFuture.runAsync(body, executor);
  }

  private static <T> T unchecked(Callable<T> body) {
    try {
      return body.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs two things at the same time and waits for both. */
  static void race(Runnable left, Runnable right) throws InterruptedException {
    CyclicBarrier barrier = new CyclicBarrier(2);
    Throwable[] thrown = new Throwable[1];
    Thread other =
        new Thread(
            () -> {
              unchecked(barrier::await);
              right.run();
            });
    other.setUncaughtExceptionHandler((thread, e) -> thrown[0] = e);
    other.start();
    unchecked(barrier::await);
    left.run();
    other.join();
    if (thrown[0] != null) {
      throw new AssertionError(thrown[0]);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}

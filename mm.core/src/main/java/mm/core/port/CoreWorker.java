package mm.core.port;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mm.spi.Worker;

/** A worker with one daemon thread that goes away when it is idle. */
public final class CoreWorker implements Worker, AutoCloseable {
  private static final long IDLE_MILLIS = 500;

  private final String port;
  private final WaitGuard guard;
  private final Consumer<Throwable> failures;
  private final ThreadPoolExecutor executor;

  CoreWorker(String name, WaitGuard guard, Consumer<Throwable> failures) {
    port = "worker " + name;
    this.guard = guard;
    this.failures = failures;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "mm-" + name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public void submit(Runnable task) {
    try {
      executor.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException(port + " is closed", e);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable thrown) {
      failures.accept(thrown);
    }
  }

  @Override
  public void flush() {
    guard.aboutToWait(port);
    CountDownLatch reached = new CountDownLatch(1);
    submit(reached::countDown);
    boolean interrupted = false;
    while (reached.getCount() > 0) {
      try {
        reached.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs what is queued, then takes nothing more. */
  @Override
  public void close() {
    executor.shutdown();
  }
}

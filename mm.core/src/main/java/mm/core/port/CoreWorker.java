package mm.core.port;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mm.api.Wait;
import mm.spi.Worker;

/** A worker with one daemon thread that goes away when it is idle. */
public final class CoreWorker implements Worker, AutoCloseable {
  private static final long IDLE_MILLIS = 500;

  private final String port;
  private final WaitGuard guard;
  private final Consumer<Throwable> failures;
  private final ThreadPoolExecutor executor;
  private volatile Thread running; // null between tasks

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
            new LinkedTransferQueue<>(), // without locks: others may make who submits wait
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
    running = Thread.currentThread();
    try {
      task.run();
    } catch (Throwable thrown) {
      failures.accept(thrown);
    } finally {
      running = null;
    }
  }

  @Override
  public void flush() {
    guard.aboutToWait(port);
    CountDownLatch reached = new CountDownLatch(1);
    submit(reached::countDown);
    Waiting wait = guard.waits(port, Wait.Needs.ALL, this::runner);
    try {
      await(reached);
    } finally {
      guard.board().over(wait);
    }
  }

  private static void await(CountDownLatch reached) {
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

  private List<String> runner() {
    Thread thread = running;
    return thread == null ? List.of() : List.of(Waiting.nameOf(thread));
  }

  /** Runs what is queued, then takes nothing more. */
  @Override
  public void close() {
    executor.shutdown();
  }
}

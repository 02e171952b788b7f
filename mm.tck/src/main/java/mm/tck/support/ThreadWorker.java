package mm.tck.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mm.spi.Worker;

/** A worker with a thread, until it is closed. */
public final class ThreadWorker implements Worker, AutoCloseable {
  private final ExecutorService executor = Executors.newSingleThreadExecutor(ThreadWorker::daemon);

  /** Starts one. */
  public ThreadWorker() {}

  /** A driver that hangs does not keep the JVM. */
  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "worker");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void submit(Runnable task) {
    executor.execute(task);
  }

  @Override
  public void flush() {
    CompletableFuture.runAsync(() -> {}, executor).join();
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}

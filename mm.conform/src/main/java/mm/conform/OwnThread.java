package mm.conform;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import mm.conform.script.MalformedFileException;

/**
 * Does something on a thread that ends with it. The engine keeps the open sections of a thread with
 * the thread, so what a case leaves behind, memory included, goes with its thread.
 */
final class OwnThread {
  private OwnThread() {}

  static <T> T call(String name, Callable<T> work) throws MalformedFileException {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task, name).start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + name, e);
    }
  }

  /** Throws what need not be declared; answers what has to be. */
  private static MalformedFileException failure(Throwable cause) {
    if (cause instanceof MalformedFileException malformed) {
      return malformed;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(cause);
  }
}

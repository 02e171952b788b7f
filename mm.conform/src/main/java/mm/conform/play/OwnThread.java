package mm.conform.play;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Does something on a thread that ends with it. The engine keeps the open sections of a thread with
 * the thread, so what a case leaves behind, memory included, goes with its thread.
 */
public final class OwnThread {
  private OwnThread() {}

  /**
   * Something to do.
   *
   * @param <T> what it answers
   * @param <X> what it may throw
   */
  public interface Work<T, X extends Exception> extends Callable<T> {
    @Override
    T call() throws X;
  }

  /**
   * Does it and waits for it.
   *
   * @param name of the thread
   * @param work what to do
   * @param <T> what it answers
   * @param <X> what it may throw
   * @return its answer
   * @throws X as the work does
   */
  public static <T, X extends Exception> T call(String name, Work<T, X> work) throws X {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task, name).start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw OwnThread.<X>failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + name, e);
    }
  }

  /** The work throws nothing checked but what it declares. */
  @SuppressWarnings("unchecked")
  private static <X extends Exception> X failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (X) cause;
  }
}

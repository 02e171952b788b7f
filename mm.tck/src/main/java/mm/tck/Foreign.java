package mm.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that runs on a thread of its own and may hang there. */
record Foreign<T>(FutureTask<T> task, Thread thread) {
  /** One that works gets more time than one that waits: it may only be short of a processor. */
  private static final int AS_LONG_AT_WORK = 6;

  static <T> Foreign<T> start(Callable<T> body) {
    return start(Thread.currentThread().getThreadGroup(), body);
  }

  static <T> Foreign<T> start(ThreadGroup group, Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(group, task, "tck");
    thread.setDaemon(true);
    thread.start();
    return new Foreign<>(task, thread);
  }

  static Foreign<Boolean> start(Runnable body) {
    return start(
        () -> {
          body.run();
          return true;
        });
  }

  /** Waits until it is done or seems to wait, at most for a third of a second. */
  Foreign<T> settle() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    int waiting = 0;
    while (!task.isDone() && waiting < 2_000 && System.nanoTime() < deadline) {
      waiting = isWaiting() ? waiting + 1 : 0;
      Thread.onSpinWait();
    }
    return this;
  }

  private boolean isWaiting() {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING
        || state == Thread.State.TIMED_WAITING
        || state == Thread.State.BLOCKED;
  }

  /**
   * Waits for the end; a hang becomes a failure whose cause shows where it hangs.
   *
   * @param patience how long it may wait for something
   */
  T get(Duration patience) throws Exception {
    long begun = System.nanoTime();
    long working = begun;
    while (true) {
      try {
        return task.get(5, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = System.nanoTime();
        working = isWaiting() ? working : now;
        if (now - working > patience.toNanos()
            || now - begun > AS_LONG_AT_WORK * patience.toNanos()) {
          throw hang();
        }
      }
    }
  }

  private HangException hang() {
    Throwable where = new Throwable("still here");
    where.setStackTrace(thread.getStackTrace());
    return new HangException("does not come back from where the cause shows", where);
  }

  /** What ran did not come back in time. */
  static final class HangException extends AssertionError {
    private static final long serialVersionUID = 1;

    HangException(String message, Throwable where) {
      super(message, where);
    }
  }
}

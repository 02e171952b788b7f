package mm.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Something that runs on a thread of its own and may hang there. */
record Foreign<T>(FutureTask<T> task, Thread thread) {
  /** One that works gets more time than one that waits: it may only be short of a processor. */
  private static final int AS_LONG_AT_WORK = 6;

  /** What holds this thread up for longer between two looks holds the other up as well. */
  private static final long LONGEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

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
    return get(patience, System::nanoTime);
  }

  /** By a clock in nanoseconds, which this thread reads once per look. */
  T get(Duration patience, LongSupplier clock) throws Exception {
    long begun = clock.getAsLong();
    long last = begun;
    long waited = 0;
    while (true) {
      try {
        return task.get(5, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = clock.getAsLong();
        waited = isWaiting() ? waited + Math.min(now - last, LONGEST_LOOK_NANOS) : 0;
        last = now;
        if (waited > patience.toNanos() || now - begun > AS_LONG_AT_WORK * patience.toNanos()) {
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

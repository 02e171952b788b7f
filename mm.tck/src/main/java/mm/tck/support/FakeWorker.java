package mm.tck.support;

import java.util.ArrayDeque;
import java.util.Queue;
import mm.spi.Worker;

/** A worker that works when it is told to. */
public final class FakeWorker implements Worker {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private int submitted;

  /** Makes one with nothing to do. */
  public FakeWorker() {}

  /**
   * How many tasks it was given so far.
   *
   * @return at least 0
   */
  public synchronized int submitted() {
    return submitted;
  }

  @Override
  public synchronized void submit(Runnable task) {
    submitted++;
    tasks.add(task);
  }

  @Override
  public void flush() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized Runnable next() {
    return tasks.poll();
  }
}

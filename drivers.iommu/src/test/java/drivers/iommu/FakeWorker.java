package drivers.iommu;

import java.util.ArrayDeque;
import java.util.Queue;
import mm.spi.Worker;

/** A worker that works when it is told to. */
final class FakeWorker implements Worker {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private int submitted;

  int submitted() {
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

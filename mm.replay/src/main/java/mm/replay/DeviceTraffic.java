package mm.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import mm.api.Attachment;
import mm.report.ScriptStep;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.DataDevice;

/**
 * Lets the devices of memories use pages: at once on the caller's thread, or on threads of its own
 * while the replay goes on. Closed by the replay, which then knows that all has been used.
 */
final class DeviceTraffic implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private record Use(Memory memory, long page, Access access) {}

  private final Fleet fleet;
  private final Optional<ContentsTally> contents;
  private final BlockingQueue<Use> queue = new ArrayBlockingQueue<>(BACKLOG);
  private final List<Thread> threads = new ArrayList<>();

  // Guarded by this.
  private int pending;
  private Throwable failure;

  DeviceTraffic(Fleet fleet, int threads, Optional<ContentsTally> contents) {
    this.fleet = fleet;
    this.contents = contents;
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(this::work, "mm-device-" + i);
      thread.setDaemon(true);
      thread.start();
      this.threads.add(thread);
    }
  }

  /** Lets every device of a memory use a page, now or soon. May wait for the backlog. */
  void use(Memory memory, long page, Access access) {
    Use use = new Use(memory, page, access);
    if (threads.isEmpty()) {
      run(use);
      return;
    }
    synchronized (this) {
      pending++;
    }
    try {
      queue.put(use);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while devices are busy", e);
    }
  }

  private void work() {
    try {
      while (true) {
        Use use = queue.take();
        try {
          run(use);
        } catch (RuntimeException | Error e) {
          failed(e);
        } finally {
          done();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private synchronized void failed(Throwable thrown) {
    failure = failure == null ? thrown : failure;
  }

  private synchronized void done() {
    if (--pending == 0) {
      notifyAll();
    }
  }

  private void run(Use use) {
    if (!use.memory.attached().isEmpty()) {
      fleet.did(() -> step(use));
    }
    for (Attachment each : use.memory.attached()) {
      if (contents.isPresent() && each.device() instanceof DataDevice device) {
        exchange(use, each, device);
      } else {
        touch(use, each);
      }
    }
  }

  private ScriptStep step(Use use) {
    ScriptStep step =
        ScriptStep.touch(
            contents.isPresent() ? "driver_exchange" : "driver_touch",
            use.memory.space().name(),
            use.page,
            use.access == Access.WRITE ? "write" : "read");
    return threads.isEmpty() ? step : step.with("thread", Thread.currentThread().getName());
  }

  private void exchange(Use use, Attachment each, DataDevice device) {
    String difference = contents.get().exchange(device, use.memory.data(), use.page, use.access);
    if (difference != null) {
      fleet.differs(each.driver(), use.memory.space().name() + ": " + difference);
    }
  }

  private static void touch(Use use, Attachment each) {
    AccessOutcome outcome =
        use.access == Access.WRITE
            ? each.device().access(use.page, Access.WRITE)
            : AccessOutcome.REFUSED;
    if (outcome == AccessOutcome.REFUSED) {
      each.device().access(use.page, Access.READ);
    }
  }

  /**
   * Waits until everything was used that was asked for.
   *
   * @throws IllegalStateException when a device threw; the first cause is kept
   */
  synchronized void drain() {
    try {
      while (pending != 0) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while devices are busy", e);
    }
    if (failure != null) {
      throw new IllegalStateException("a device failed: " + failure, failure);
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}

package mm.bench.suite;

import java.util.concurrent.CountDownLatch;

/** Threads that do something once and then sleep. */
final class SleepingThreads {
  private final CountDownLatch end = new CountDownLatch(1);

  SleepingThreads(int count, Runnable first) throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(() -> sleep(first, ready), "bench-slot-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    ready.await();
  }

  private void sleep(Runnable first, CountDownLatch ready) {
    first.run();
    ready.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void end() {
    end.countDown();
  }
}

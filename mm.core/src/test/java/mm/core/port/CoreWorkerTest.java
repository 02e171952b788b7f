package mm.core.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mm.spi.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CoreWorkerTest {
  private static final int TASKS = 100_000;
  private static final int THREADS = 3;

  private final AtomicInteger done = new AtomicInteger();

  /** Callbacks that must not wait submit (R1.1): not even for one another. */
  @Test
  void shouldNotLetSubmittersWait_R1_1() throws Exception {
    try (CoreWorker worker = new CoreWorker("w", null, thrown -> {})) {
      worker.submit(done::incrementAndGet); // it has its thread from here on
      CyclicBarrier together = new CyclicBarrier(THREADS);
      List<CompletableFuture<Long>> waits =
          Stream.generate(() -> waitsOf(worker, together)).limit(THREADS).toList();
      for (CompletableFuture<Long> each : waits) {
        assertEquals(0, each.join());
      }
      CountDownLatch last = new CountDownLatch(1);
      worker.submit(last::countDown);
      last.await();
    }
    assertEquals(THREADS * TASKS + 1, done.get());
  }

  /** How often a thread waited, as the JVM counts it, while it submitted. */
  private CompletableFuture<Long> waitsOf(Worker worker, CyclicBarrier together) {
    return CompletableFuture.supplyAsync(
        () -> {
          await(together);
          long before = waits();
          for (int i = 0; i < TASKS; i++) {
            worker.submit(done::incrementAndGet);
          }
          return waits() - before;
        },
        task -> new Thread(task).start());
  }

  private static long waits() {
    ThreadInfo info =
        ManagementFactory.getThreadMXBean().getThreadInfo(Thread.currentThread().getId());
    return info.getWaitedCount() + info.getBlockedCount();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

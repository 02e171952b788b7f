package mm.deploy.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LooksTest {
  private static final long LONG = 30_000;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Looks looks = new Looks(thrown -> failures.add(thrown.getMessage()));

  @Test
  void shouldGoOnAfterALookThatFailsAndTellOfIt() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    AtomicInteger count = new AtomicInteger();
    looks.every(
        1,
        () -> {
          if (count.incrementAndGet() == 1) {
            throw new IllegalStateException("the first");
          }
          second.countDown();
        });
    second.await();
    looks.end(LONG);
    assertEquals("[the first]", failures.toString());
  }

  /** As when a signal stops the framework while the folder is looked at for the first time. */
  @Test
  void shouldKeepSilentWhenALookFailsAfterTheEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch thrown = new CountDownLatch(1);
    looks.every(
        1,
        () -> {
          begun.countDown();
          awaitQuietly(ended);
          thrown.countDown();
          throw new IllegalStateException("The service has been unregistered");
        });
    begun.await();
    looks.end(0);
    ended.countDown();
    thrown.await();
    looks.end(LONG); // the look has returned, its failure included
    assertTrue(failures.isEmpty(), failures::toString);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

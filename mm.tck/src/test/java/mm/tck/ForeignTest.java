package mm.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ForeignTest {
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final CountDownLatch over = new CountDownLatch(1);
  private final Foreign<Boolean> waiting =
      Foreign.start(
          () -> {
            over.await();
            return true;
          });
  private int reads;

  private void awaitWaiting() {
    while (waiting.thread().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Two looks with a pause of twice the patience in between; then it may go on. */
  private long stalled() {
    if (reads++ == 0) {
      awaitWaiting();
      return 0;
    }
    over.countDown();
    return 2 * PATIENCE.toNanos();
  }

  @Test
  void shouldNotTakeAStallOfTheMachineForAHang() throws Exception {
    assertTrue(waiting.get(PATIENCE, this::stalled));
  }

  @Test
  void shouldTellAHangByTheTimeThatItWasSeenWaiting() {
    awaitWaiting();
    LongSupplier looks = () -> reads++ * PATIENCE.toNanos() / 100_000;
    assertThrows(Foreign.HangException.class, () -> waiting.get(Duration.ofMillis(20), looks));
    over.countDown();
  }
}

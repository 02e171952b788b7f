package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.spi.Access;
import mm.spi.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user of the GRU against a thread that changes the tables. */
class GruStressTest {
  private static final int SECTIONS = 10_000;
  private static final int PAGES = 64;

  private final FakeContext context = new FakeContext(new FakeQueue.Threaded());
  private final FakePages pages = context.fakePages();
  private final Device gru = new GruDriver().attach(context);
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void required_R1_4_shouldHoldNothingInTheRangeBetweenStartAndEnd() {
    for (int page = 0; page < PAGES; page++) {
      pages.map(page * 4096L, page, Access.WRITE);
    }
    CompletableFuture<Void> user = CompletableFuture.runAsync(this::touchPages);
    try {
      changePages();
    } finally {
      done.set(true);
      user.join();
    }
    Shown.all(gru)
        .forEach((address, frame) -> assertEquals(pages.snapshot(address).frame(), frame));
  }

  private void touchPages() {
    Random random = new Random(1);
    while (!done.get()) {
      gru.access(random.nextInt(PAGES) * 4096L, Access.WRITE);
    }
  }

  private void changePages() {
    Random random = new Random(2);
    for (int i = 0; i < SECTIONS; i++) {
      long start = random.nextInt(PAGES - 4) * 4096L;
      FakeRange range = new FakeRange(start, start + 4096L * (1 + random.nextInt(4)));
      context.notifier().start(range);
      assertEquals(Map.of(), Shown.in(gru, range.toRange()), "right after start");
      for (long address = range.start(); address < range.end(); address += 4096) {
        pages.map(address, PAGES + i, Access.WRITE);
      }
      assertEquals(Map.of(), Shown.in(gru, range.toRange()), "right before end");
      context.notifier().end(range);
    }
  }
}

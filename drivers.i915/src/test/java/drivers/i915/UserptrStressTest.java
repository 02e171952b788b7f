package drivers.i915;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.Blocking;
import mm.spi.Access;
import mm.spi.Answer;
import mm.spi.Device;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.OwnThread;
import mm.tck.support.Shown;
import mm.tck.support.ThreadWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two submitters and a GPU against a thread that changes the tables. */
class UserptrStressTest {
  private static final int SECTIONS = 10_000;
  private static final int PAGES = 64;

  private final ThreadWorker gpu = new ThreadWorker();
  private final FakeContext context = new FakeContext(new FakeQueue.Threaded(), gpu);
  private final FakePages pages = context.fakePages();
  private final Device device = new I915Driver().attach(context);
  private final AtomicBoolean done = new AtomicBoolean();

  @AfterEach
  void stopTheGpu() {
    gpu.close();
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void shouldShowNoPageThatHasLeftTheTables() {
    for (int page = 0; page < PAGES; page++) {
      pages.map(page * 4096L, page, Access.WRITE);
    }
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> touchPages(1), OwnThread.EACH);
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> touchPages(2), OwnThread.EACH);
    try {
      changePages();
    } finally {
      done.set(true);
      one.join();
      two.join();
    }
    device.detach();
    assertEquals(Map.of(), pages.pins());
  }

  private void touchPages(int seed) {
    Random random = new Random(seed);
    while (!done.get()) {
      device.access(random.nextInt(PAGES) * 4096L, Access.WRITE);
    }
  }

  private void changePages() {
    Random random = new Random(3);
    for (int i = 0; i < SECTIONS; i++) {
      long start = random.nextInt(PAGES - 4) * 4096L;
      long end = start + 4096L * (1 + random.nextInt(4));
      Blocking blocking = Blocking.values()[random.nextInt(2)];
      FakeRange range = FakeRange.of(start, end, blocking);
      if (context.notifier(UserptrNotifier.class).tryStart(range) == Answer.WOULD_BLOCK) {
        assertEquals(Blocking.FORBIDDEN, blocking);
        continue;
      }
      for (long address = start; address < end; address += 4096) {
        pages.map(address, PAGES + i, Access.WRITE);
      }
      Shown.in(device, range.toRange())
          .forEach((address, frame) -> assertEquals(pages.snapshot(address).frame(), frame));
    }
  }
}

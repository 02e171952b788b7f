package drivers.nouveau;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads that use the GPU against one that changes the tables. */
class NouveauStressTest {
  private static final int SECTIONS = 10_000;
  private static final int PAGES = 64;

  private final NotifierCore core = NotifierCore.create();
  private final FakeContext context = new FakeContext(core);
  private final FakePages pages = context.fakePages();
  private final AddressSpace space = context.space();
  private final Device gpu = new NouveauDriver().attach(context);
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void required_R1_4_shouldHoldNothingInTheRangeBetweenBeginAndEnd() {
    for (int page = 0; page < PAGES; page++) {
      pages.map(page * 4096L, page, Access.WRITE);
    }
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> touchPages(1));
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> touchPages(2));
    try {
      changePages();
    } finally {
      done.set(true);
      one.join();
      two.join();
    }
    Shown.all(gpu)
        .forEach((address, frame) -> assertEquals(pages.snapshot(address).frame(), frame));
    space.release();
    assertEquals(gpu.counters().made(), gpu.counters().dropped());
    assertEquals(List.of(), core.violations());
  }

  private void touchPages(int seed) {
    Random random = new Random(seed);
    while (!done.get()) {
      gpu.access(random.nextInt(PAGES) * 4096L, Access.WRITE);
    }
  }

  private void changePages() {
    Random random = new Random(3);
    for (int i = 0; i < SECTIONS; i++) {
      long start = random.nextInt(PAGES - 4) * 4096L;
      AddressRange range = new AddressRange(start, start + 4096L * (1 + random.nextInt(4)));
      long section = space.begin(InvalidationEvent.CLEAR, range.start(), range.end());
      assertEquals(Map.of(), Shown.in(gpu, range), "right after begin");
      for (long address = range.start(); address < range.end(); address += 4096) {
        pages.map(address, PAGES + i, Access.WRITE);
      }
      assertEquals(Map.of(), Shown.in(gpu, range), "right before end");
      space.end(section);
    }
  }
}

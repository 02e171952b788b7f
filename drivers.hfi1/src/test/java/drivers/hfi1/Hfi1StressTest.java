package drivers.hfi1;

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

/** Two threads that send, receive and unpin against one that changes the tables. */
class Hfi1StressTest {
  private static final int SECTIONS = 10_000;
  private static final int PAGES = 64;

  private final NotifierCore core = NotifierCore.create();
  private final FakeContext context = new FakeContext(core);
  private final FakePages pages = context.fakePages();
  private final AddressSpace space = context.space();
  private final Device device = new Hfi1Driver().attach(context);
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
    Shown.all(device)
        .forEach((address, frame) -> assertEquals(pages.snapshot(address).frame(), frame));
    device.detach();
    assertEquals(Map.of(), pages.pins());
    assertEquals(device.counters().made(), device.counters().dropped());
    assertEquals(List.of(), core.violations());
  }

  private void touchPages(int seed) {
    Random random = new Random(seed);
    while (!done.get()) {
      Access access = random.nextBoolean() ? Access.READ : Access.WRITE;
      device.access(random.nextInt(PAGES) * 4096L, access);
      context.engine().flush();
    }
  }

  private void changePages() {
    Random random = new Random(3);
    for (int i = 0; i < SECTIONS; i++) {
      long start = random.nextInt(PAGES - 4) * 4096L;
      AddressRange range = new AddressRange(start, start + 4096L * (1 + random.nextInt(4)));
      long section = space.begin(InvalidationEvent.CLEAR, range.start(), range.end());
      assertEquals(Map.of(), Shown.in(device, range), "right after begin");
      for (long address = range.start(); address < range.end(); address += 4096) {
        pages.map(address, PAGES + i, Access.WRITE);
      }
      assertEquals(Map.of(), Shown.in(device, range), "right before end");
      space.end(section);
    }
  }
}

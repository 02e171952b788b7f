package mm.tck.support;

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
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.NotifierDriver;
import mm.spi.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads that use a device against one that changes the tables, in sections of the engine. */
public abstract class SectionTrial {
  private static final int SECTIONS = 10_000;
  private static final int PAGES = 64;

  private final NotifierCore core = NotifierCore.create();
  private final FakeWorker worker = new FakeWorker();
  private final FakeContext context;
  private final FakePages pages;
  private final AddressSpace space;
  private final Device device;
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * Attaches a driver.
   *
   * @param driver which
   * @param declaration what it declares
   */
  protected SectionTrial(NotifierDriver driver, Declaration declaration) {
    context = new FakeContext(core, declaration, new FakeQueue.Threaded(), worker);
    pages = context.fakePages();
    space = context.space();
    device = driver.attach(context);
  }

  @AfterEach
  final void close() {
    core.close();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  final void required_R1_4_shouldHoldNothingInTheRangeBetweenBeginAndEnd() {
    for (int page = 0; page < PAGES; page++) {
      pages.map(page * 4096L, page, Access.WRITE);
    }
    CompletableFuture<Void> one =
        CompletableFuture.runAsync(() -> touchPages(1, worker), OwnThread.EACH);
    CompletableFuture<Void> two =
        CompletableFuture.runAsync(() -> touchPages(2, worker), OwnThread.EACH);
    try {
      changePages();
    } finally {
      done.set(true);
      one.join();
      two.join();
    }
    Shown.all(device).forEach((address, frame) -> assertEquals(pages.frame(address), frame));
    space.release();
    device.detach();
    assertEquals(Map.of(), Shown.all(device));
    assertEquals(Map.of(), pages.pins());
    assertEquals(device.counters().made(), device.counters().dropped());
    assertEquals(List.of(), core.violations());
  }

  private void touchPages(int seed, Worker engine) {
    Random random = new Random(seed);
    while (!done.get()) {
      Access access = random.nextBoolean() ? Access.READ : Access.WRITE;
      device.access(random.nextInt(PAGES) * 4096L, access);
      engine.flush();
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

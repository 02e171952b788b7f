package drivers.iommu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.Device;
import mm.spi.NotifierDriver;
import mm.spi.Page;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.OwnThread;
import mm.tck.support.Shown;
import mm.tck.support.ThreadWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two threads that use the devices against one that changes the tables. */
class SvaStressTest {
  private static final int CHANGES = 10_000;
  private static final int PAGES = 64;

  private final ThreadWorker requests = new ThreadWorker();
  private final FakeContext context = new FakeContext(new FakeQueue.Threaded(), requests);
  private final FakePages pages = context.fakePages();
  private final AddressSpace space = mock(AddressSpace.class);
  private final AtomicBoolean done = new AtomicBoolean();
  private Device device;

  @AfterEach
  void stopTheWorker() {
    requests.close();
  }

  @ParameterizedTest
  @ValueSource(classes = {AmdIommuDriver.class, IntelSvmDriver.class})
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void required_R1_4_shouldHoldNothingOfTheRangeAfterTheFlush(Class<NotifierDriver> driver)
      throws ReflectiveOperationException {
    device = driver.getConstructor().newInstance().attach(context);
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> touchPages(1), OwnThread.EACH);
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> touchPages(2), OwnThread.EACH);
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
    assertEquals(Map.of(), Shown.all(device));
    assertEquals(device.counters().made(), device.counters().dropped());
  }

  private void touchPages(int seed) {
    Random random = new Random(seed);
    while (!done.get()) {
      device.access(random.nextInt(PAGES) * 4096L, Access.WRITE);
    }
  }

  private void changePages() {
    Random random = new Random(3);
    for (int i = 0; i < CHANGES; i++) {
      long start = random.nextInt(PAGES - 4) * 4096L;
      AddressRange range = new AddressRange(start, start + 4096L * (1 + random.nextInt(4)));
      for (long address = range.start(); address < range.end(); address += 4096) {
        pages.unmap(address);
      }
      context.notifier(SvaNotifier.class).flushSecondaryTlb(space, range.start(), range.end());
      assertEquals(Map.of(), Shown.in(device, range), "nothing is mapped there");
      for (long address = range.start(); address < range.end(); address += 4096) {
        pages.mapOnDemand(address, Page.present(PAGES + i, Access.WRITE));
      }
    }
  }
}

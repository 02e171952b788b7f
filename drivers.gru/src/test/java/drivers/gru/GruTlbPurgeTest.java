package drivers.gru;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import java.util.Map;
import java.util.Set;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.tck.support.FakeContext;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class GruTlbPurgeTest {
  private static final long A = 0x10000;
  private static final long B = 0x11000;
  private static final long C = 0x12000;

  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeContext context = new FakeContext(queue, new FakeWorker());
  private final Device gru = new GruDriver().attach(context);
  private final GruTlbPurge notifier = context.notifier(GruTlbPurge.class);
  private final AddressSpace space = mock(AddressSpace.class);

  @BeforeEach
  void holdThreePages() {
    for (long address = A; address <= C; address += 0x1000) {
      context.fakePages().map(address, address >>> 4, Access.WRITE);
      assertEquals(AccessOutcome.MADE, gru.access(address, Access.WRITE));
    }
  }

  @Test
  void shouldHitWhatItHoldsAlsoDuringASectionElsewhere() {
    notifier.start(FakeRange.page(B));
    assertEquals(AccessOutcome.HIT, gru.access(A, Access.READ));
    assertEquals(Set.of(A, C), Shown.all(gru).keySet());
    assertEquals(Map.of(C, C >>> 4), Shown.in(gru, AddressRange.page(C)));
    notifier.end(FakeRange.page(B));
    assertEquals(0, queue.waits());
  }

  @Test
  void shouldBoundTheSleepOfAFaultWhereverTheSectionIs() {
    notifier.start(FakeRange.page(B));
    context.fakePages().map(0x90000, 9, Access.READ);
    long before = queue.now();
    assertEquals(AccessOutcome.BUSY, gru.access(0x90000, Access.READ));
    assertEquals(GruDevice.PATIENCE_NANOS, queue.now() - before);
    assertEquals(1, queue.waits());
    notifier.end(FakeRange.page(B));
    assertEquals(AccessOutcome.MADE, gru.access(0x90000, Access.READ));
  }

  @Test
  void shouldServeASleepingFaultAtTheEnd() {
    notifier.start(FakeRange.page(B));
    queue.whileWaiting(() -> notifier.end(FakeRange.page(B)));
    assertEquals(AccessOutcome.MADE, gru.access(B, Access.READ));
    assertEquals(1, queue.waits());
  }

  @Test
  void required_R2_6_shouldSleepUntilTheLastOfSeveralSectionsEnds() {
    notifier.start(FakeRange.page(B));
    notifier.start(FakeRange.page(A));
    notifier.end(FakeRange.page(B));
    assertEquals(1, queue.wakes(), "waiters look again, although one is active");
    assertEquals(AccessOutcome.BUSY, gru.access(B, Access.READ));
    queue.whileWaiting(() -> notifier.end(FakeRange.page(A)));
    assertEquals(AccessOutcome.MADE, gru.access(B, Access.READ));
  }

  @Test
  void required_R4_1_shouldThrowOnAnEndWithoutStart() {
    assertThrows(IllegalStateException.class, () -> notifier.end(FakeRange.page(A)));
    notifier.start(FakeRange.page(A));
    notifier.end(FakeRange.page(A));
    assertEquals(AccessOutcome.MADE, gru.access(A, Access.READ));
  }

  @Test
  void required_R1_5_shouldDropEverythingForGoodAtRelease() {
    notifier.release(space);
    notifier.release(space);
    assertEquals(Map.of(), Shown.all(gru));
    assertEquals(AccessOutcome.DETACHED, gru.access(A, Access.READ));
  }

  @Test
  void shouldWakeASleepingFaultAtRelease() {
    notifier.start(FakeRange.page(B));
    queue.whileWaiting(() -> notifier.release(space));
    assertEquals(AccessOutcome.DETACHED, gru.access(B, Access.READ));
    notifier.end(FakeRange.page(B));
  }

  @Test
  void shouldCountOnAfterQuiesce() {
    gru.quiesce();
    notifier.start(FakeRange.page(A));
    notifier.end(FakeRange.page(A));
    gru.detach();
    assertEquals(new DeviceCounters(0, 3, 3, 1, 1, 0), gru.counters());
  }

  @Test
  void shouldCountWhatItWasToldInVain() {
    notifier.start(FakeRange.blockable(0x40000, 0x80000));
    notifier.end(FakeRange.blockable(0x40000, 0x80000));
    notifier.start(FakeRange.blockable(B, 0x80000));
    notifier.end(FakeRange.blockable(B, 0x80000));
    assertEquals(new DeviceCounters(1, 3, 2, 2, 1, 0), gru.counters());
  }

  @Test
  void shouldWakeAfterTheLockWasGivenBack() {
    SpinLock lock = mock(SpinLock.class);
    WaitQueue faults = mock(WaitQueue.class);
    GruTlbPurge purge = new GruTlbPurge(new GruMm(lock), faults);
    purge.start(FakeRange.page(A));
    purge.end(FakeRange.page(A));
    InOrder order = inOrder(lock, faults);
    order.verify(lock).lock();
    order.verify(lock).unlock();
    order.verify(lock).lock();
    order.verify(lock).unlock();
    order.verify(faults).wakeAll();
    order.verifyNoMoreInteractions();
  }
}

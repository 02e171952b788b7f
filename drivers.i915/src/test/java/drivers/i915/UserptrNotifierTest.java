package drivers.i915;

import static mm.tck.support.FakeRange.blockable;
import static mm.tck.support.FakeRange.nonBlockable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.DriverContext;
import mm.spi.Page;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class UserptrNotifierTest {
  private static final long ONE = 0x100000;
  private static final long TWO = ONE + UserObject.BYTES;
  private static final long THREE = TWO + UserObject.BYTES;
  private static final long LAST_OF_ONE = TWO - 0x1000;

  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeWorker gpu = new FakeWorker();
  private final FakeContext context = new FakeContext(queue, gpu);
  private final FakePages pages = context.fakePages();
  private final Device device = new I915Driver().attach(context);
  private final UserptrNotifier notifier = context.notifier(UserptrNotifier.class);
  private final AddressSpace space = mock(AddressSpace.class);

  @BeforeEach
  void pinOnePageOfEachObjectAndTwoOfTheFirst() {
    for (long address : new long[] {ONE, LAST_OF_ONE, TWO, THREE}) {
      pages.map(address, address >>> 4, Access.WRITE);
      assertEquals(AccessOutcome.MADE, device.access(address, Access.WRITE));
    }
    gpu.flush();
  }

  private void keepTheGpuBusyWith(long address) {
    assertEquals(AccessOutcome.HIT, device.access(address, Access.READ));
  }

  private Set<Long> held() {
    return Shown.all(device).keySet();
  }

  @Test
  void shouldPinEachPageOnce() {
    keepTheGpuBusyWith(ONE);
    keepTheGpuBusyWith(ONE + 5);
    assertEquals(1, pages.pins().get(ONE >>> 4));
    assertEquals(Map.of(TWO, TWO >>> 4), Shown.in(device, AddressRange.page(TWO)));
  }

  @Test
  void shouldUnbindAnIdleObjectAtOnceAndWhole() {
    assertEquals(
        Answer.DONE, notifier.tryStart(nonBlockable(LAST_OF_ONE - 0x2000, LAST_OF_ONE - 0x1000)));
    assertEquals(Set.of(TWO, THREE), held());
    assertEquals(Set.of(TWO >>> 4, THREE >>> 4), pages.pins().keySet());
    assertEquals(1, device.counters().toldInVain(), "no page of the range was held");
  }

  @Test
  void shouldShowExactlyTheRange() {
    pages.map(ONE + 0x1000, 1, Access.READ);
    pages.map(ONE + 0x2000, 2, Access.READ);
    device.access(ONE + 0x1000, Access.READ);
    device.access(ONE + 0x2000, Access.READ);
    assertEquals(Map.of(ONE + 0x1000, 1L), Shown.in(device, AddressRange.page(ONE + 0x1000)));
  }

  @Test
  void shouldUnbindExactlyTheObjectsThatOverlap() {
    notifier.tryStart(blockable(TWO, THREE));
    assertEquals(Set.of(ONE, LAST_OF_ONE, THREE), held());
    notifier.tryStart(blockable(LAST_OF_ONE, TWO));
    assertEquals(Set.of(THREE), held());
    notifier.tryStart(blockable(0, AddressRange.TOP));
    assertEquals(Set.of(), held());
    assertEquals(Map.of(), pages.pins());
    assertEquals(new DeviceCounters(0, 4, 4, 3, 0, 0), device.counters());
  }

  @Test
  void shouldDeclineOnlyWhenAnOverlappingObjectIsBusy() {
    keepTheGpuBusyWith(TWO);
    assertEquals(Answer.DONE, notifier.tryStart(nonBlockable(ONE, TWO)));
    assertEquals(Answer.DONE, notifier.tryStart(nonBlockable(THREE, THREE + 0x1000)));
    assertEquals(Answer.WOULD_BLOCK, notifier.tryStart(nonBlockable(TWO, TWO + 0x1000)));
    assertEquals(Set.of(TWO), held());
    gpu.flush();
    assertEquals(Answer.DONE, notifier.tryStart(nonBlockable(TWO, TWO + 0x1000)));
    assertEquals(0, queue.waits(), "nobody waited");
  }

  @Test
  void shouldChangeNothingWhenItDeclines() {
    keepTheGpuBusyWith(TWO);
    assertEquals(Answer.WOULD_BLOCK, notifier.tryStart(nonBlockable(ONE, THREE + 0x1000)));
    assertEquals(Set.of(ONE, LAST_OF_ONE, TWO, THREE), held());
    assertEquals(AccessOutcome.HIT, device.access(TWO, Access.WRITE));
  }

  @Test
  void shouldWaitForTheGpuWhereItMay() {
    keepTheGpuBusyWith(ONE);
    keepTheGpuBusyWith(TWO);
    queue.whileWaiting(
        () -> {
          assertTrue(pages.pins().containsKey(ONE >>> 4), "pinned while the GPU is at work");
          gpu.flush();
        });
    assertEquals(Answer.DONE, notifier.tryStart(blockable(ONE, THREE)));
    assertEquals(1, queue.waits());
    assertEquals(Set.of(THREE), held());
    assertEquals(Set.of(THREE >>> 4), pages.pins().keySet());
  }

  @Test
  void shouldResetAGpuThatHangs() {
    keepTheGpuBusyWith(ONE);
    assertEquals(Answer.DONE, notifier.tryStart(blockable(ONE, TWO)));
    assertEquals(Set.of(TWO, THREE), held());
    gpu.flush();
    assertEquals(Set.of(TWO, THREE), held());
  }

  @Test
  void shouldKeepNewWorkOffAnObjectThatIsAboutToGo() {
    keepTheGpuBusyWith(ONE);
    AccessOutcome[] meanwhile = new AccessOutcome[1];
    queue.whileWaiting(
        () -> {
          queue.whileWaiting(() -> {});
          meanwhile[0] = device.access(LAST_OF_ONE, Access.READ);
          gpu.flush();
        });
    assertEquals(Answer.DONE, notifier.tryStart(blockable(ONE, ONE + 0x1000)));
    assertEquals(AccessOutcome.BUSY, meanwhile[0], "waited in vain, as long as it was bound to");
    assertEquals(AccessOutcome.MADE, device.access(LAST_OF_ONE, Access.READ));
  }

  @Test
  void shouldGoOnWithANewObjectWhenTheOldOneIsGone() {
    keepTheGpuBusyWith(ONE);
    AccessOutcome[] meanwhile = new AccessOutcome[1];
    queue.whileWaiting(
        () -> {
          queue.whileWaiting(
              () -> {
                gpu.flush();
                notifier.tryStart(nonBlockable(ONE, TWO));
              });
          meanwhile[0] = device.access(ONE, Access.READ);
          gpu.flush();
        });
    assertEquals(Answer.DONE, notifier.tryStart(blockable(ONE, TWO)));
    assertEquals(AccessOutcome.MADE, meanwhile[0]);
    assertEquals(Set.of(TWO, THREE), held(), "the new one was in the range as well");
  }

  @Test
  void shouldRingOnceForWorkThatIsQueuedTogether() {
    int before = gpu.submitted();
    keepTheGpuBusyWith(ONE);
    keepTheGpuBusyWith(ONE);
    keepTheGpuBusyWith(TWO);
    assertEquals(before + 1, gpu.submitted());
    gpu.flush();
    assertEquals(Answer.DONE, notifier.tryStart(nonBlockable(ONE, THREE)));
  }

  @Test
  void required_R1_5_shouldDropEverythingForGoodAtRelease() {
    keepTheGpuBusyWith(ONE);
    queue.whileWaiting(gpu::flush);
    notifier.release(space);
    notifier.release(space);
    assertEquals(Set.of(), held());
    assertEquals(Map.of(), pages.pins());
    assertEquals(AccessOutcome.DETACHED, device.access(ONE, Access.READ));
  }

  @Test
  void shouldBalanceItsPinsAtDetach() {
    keepTheGpuBusyWith(ONE);
    queue.whileWaiting(gpu::flush);
    device.quiesce();
    assertEquals(Answer.DONE, notifier.tryStart(nonBlockable(ONE, TWO)));
    device.detach();
    assertEquals(Map.of(), pages.pins());
    assertEquals(new DeviceCounters(0, 4, 4, 1, 1, 0), device.counters());
  }

  @Test
  void shouldReplaceAPinWhenMoreRightsAreWanted() {
    pages.map(0x4000, 1, Access.READ);
    assertEquals(AccessOutcome.MADE, device.access(0x4000, Access.READ));
    pages.map(0x4000, 1, Access.WRITE);
    assertEquals(AccessOutcome.MADE, device.access(0x4000, Access.WRITE));
    assertEquals(1, pages.pins().get(1L));
    assertEquals(5, device.counters().held());
  }

  @Test
  void shouldLeaveNothingBehindWhereThereIsNoPage() {
    assertEquals(AccessOutcome.REFUSED, device.access(0x4000, Access.READ));
    pages.map(0x4000, 1, Access.READ);
    assertEquals(AccessOutcome.REFUSED, device.access(0x4000, Access.WRITE));
    assertEquals(4, held().size());
    assertEquals(4, device.counters().held());
  }

  @Test
  void shouldWaitAndUnpinAndWakeOutsideTheLock() {
    SpinLock lock = mock(SpinLock.class);
    WaitQueue changes = mock(WaitQueue.class);
    Worker worker = mock(Worker.class);
    PageSource source = mock(PageSource.class);
    DriverContext mocked = mock(DriverContext.class);
    when(mocked.spinLock(anyString())).thenReturn(lock);
    when(mocked.waitQueue(anyString())).thenReturn(changes);
    when(mocked.worker(anyString())).thenReturn(worker);
    when(mocked.pages()).thenReturn(source);
    when(source.pin(anyLong(), any())).thenReturn(Page.present(7, Access.READ));
    UserptrSpace userptr = new UserptrSpace(mocked);
    new I915Device(userptr, mocked).access(ONE, Access.READ);
    when(changes.await(any(BooleanSupplier.class), anyLong())).thenReturn(false);
    clearInvocations(lock, changes, worker, source);

    userptr.evict(ONE, TWO);

    InOrder order = inOrder(lock, changes, worker, source);
    order.verify(lock).lock();
    order.verify(lock).unlock();
    order.verify(changes).await(any(BooleanSupplier.class), anyLong());
    order.verify(lock).lock();
    order.verify(lock).unlock();
    order.verify(changes).wakeAll();
    order.verify(lock).lock();
    order.verify(lock).unlock();
    order.verify(source).unpin(7);
    order.verify(changes).wakeAll();
    order.verifyNoMoreInteractions();
  }
}

package drivers.iommu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

import java.util.Map;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.Test;

/** Walks, page requests and flushes, step by step. */
class SvaDeviceTest {
  private static final long PAGE = 0x5000;
  private static final long OLD = 7;
  private static final long NEW = 8;

  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeWorker worker = new FakeWorker();
  private final FakeContext context = new FakeContext(queue, worker);
  private final FakePages pages = context.fakePages();
  private final Device device = new AmdIommuDriver().attach(context);
  private final AddressSpace space = mock(AddressSpace.class);

  private void flush() {
    context.notifier(SvaNotifier.class).flushSecondaryTlb(space, PAGE, PAGE + 0x1000);
  }

  @Test
  void shouldWalkTheTablesByItself() {
    pages.map(PAGE, OLD, Access.READ);
    assertEquals(AccessOutcome.MADE, device.access(PAGE + 5, Access.READ));
    assertEquals(AccessOutcome.HIT, device.access(PAGE, Access.READ));
    assertEquals(Map.of(PAGE, OLD), Shown.in(device, AddressRange.page(PAGE)));
    assertEquals(0, worker.submitted(), "nobody was asked");
  }

  @Test
  void shouldWalkNothingWhenTheSpaceDiesWhileItIsBound() {
    pages.map(PAGE, OLD, Access.READ);
    FakeContext dying = spy(new FakeContext(queue, worker));
    doAnswer(
            call -> {
              Object subscription = call.callRealMethod();
              dying.notifier(SvaNotifier.class).release(space);
              return subscription;
            })
        .when(dying)
        .subscribe(any(SvaNotifier.class));
    Device late = new IntelSvmDriver().attach(dying);
    assertEquals(AccessOutcome.DETACHED, late.access(PAGE, Access.READ));
  }

  @Test
  void required_R1_4_shouldNotRememberWhatItReadBeforeTheEntryWasCleared() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(
        FakePages.Look.SNAPSHOT,
        () -> {
          pages.unmap(PAGE);
          flush();
          pages.map(PAGE, NEW, Access.READ);
        });
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(1, device.counters().retries());
  }

  @Test
  void shouldForgetWhatItRememberedBeforeTheFlush() {
    pages.map(PAGE, OLD, Access.WRITE);
    device.access(PAGE, Access.WRITE);
    pages.map(PAGE, NEW, Access.READ);
    flush();
    assertEquals(Map.of(), Shown.all(device));
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(new DeviceCounters(1, 2, 1, 1, 0, 0), device.counters());
  }

  @Test
  void shouldAskForAPageThatIsNotPresentAndWalkAgain() {
    pages.mapOnDemand(PAGE, Page.present(NEW, Access.WRITE));
    queue.whileWaiting(worker::flush);
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(1, pages.faults());
  }

  @Test
  void shouldAskForMoreRights() {
    pages.map(PAGE, OLD, Access.READ);
    device.access(PAGE, Access.READ);
    pages.mapOnDemand(PAGE, Page.present(NEW, Access.WRITE));
    queue.whileWaiting(worker::flush);
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    assertEquals(new DeviceCounters(1, 2, 1, 0, 0, 0), device.counters());
  }

  @Test
  void shouldBeRefusedWhenTheResponseIsInvalid() {
    queue.whileWaiting(worker::flush);
    assertEquals(AccessOutcome.REFUSED, device.access(PAGE, Access.READ));
    pages.map(PAGE, OLD, Access.READ);
    assertEquals(AccessOutcome.REFUSED, device.access(PAGE, Access.WRITE));
    assertEquals(0, device.counters().made());
  }

  @Test
  void shouldWalkAgainWhenTheSourceWasBusy() {
    pages.mapOnDemand(PAGE, Page.BUSY);
    queue.whileWaiting(
        () -> {
          worker.flush();
          pages.mapOnDemand(PAGE, Page.present(NEW, Access.READ));
        });
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(2, pages.faults());
  }

  @Test
  void shouldGiveUpWhenNoResponseComes() {
    assertEquals(AccessOutcome.BUSY, device.access(PAGE, Access.READ));
    assertEquals(1, worker.submitted());
  }

  @Test
  void shouldGiveUpWhenFlushesKeepColliding() {
    pages.map(PAGE, OLD, Access.READ);
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          flush();
          pages.afterNext(FakePages.Look.SNAPSHOT, again[0]);
        };
    pages.afterNext(FakePages.Look.SNAPSHOT, again[0]);
    assertEquals(AccessOutcome.BUSY, device.access(PAGE, Access.READ));
    assertEquals(SvaDevice.ATTEMPTS, device.counters().retries());
  }

  @Test
  void shouldAnswerARequestWhoseFaultFails() {
    pages.steps(
        () -> {
          throw new IllegalStateException("planted");
        },
        () -> {},
        FakePages.Look.FAULT);
    queue.whileWaiting(
        () -> {
          try {
            worker.flush();
          } catch (IllegalStateException planted) {
            assertEquals("planted", planted.getMessage(), "the engine's worker records it");
          }
        });
    assertEquals(AccessOutcome.REFUSED, device.access(PAGE, Access.READ));
    device.detach();
  }

  @Test
  void required_R1_5_shouldDropEverythingForGoodAtRelease() {
    pages.map(PAGE, OLD, Access.READ);
    device.access(PAGE, Access.READ);
    context.notifier(SvaNotifier.class).release(space);
    context.notifier(SvaNotifier.class).release(space);
    assertEquals(Map.of(), Shown.all(device));
    assertEquals(AccessOutcome.DETACHED, device.access(PAGE, Access.READ));
    assertEquals(new DeviceCounters(0, 1, 1, 0, 0, 0), device.counters());
  }

  @Test
  void shouldNotLookAtRequestsThatWereQueuedBeforeTheRelease() {
    queue.whileWaiting(
        () -> {
          context.notifier(SvaNotifier.class).release(space);
          worker.flush();
        });
    assertEquals(AccessOutcome.DETACHED, device.access(PAGE, Access.READ));
    assertEquals(0, pages.faults());
  }

  @Test
  void shouldNotRememberAWalkThatQuiesceOvertook() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.SNAPSHOT, device::quiesce);
    assertEquals(AccessOutcome.DETACHED, device.access(PAGE, Access.READ));
    flush();
    assertEquals(Map.of(), Shown.all(device));
  }

  @Test
  void shouldDrainItsRequestsAtDetach() {
    assertEquals(AccessOutcome.BUSY, device.access(PAGE, Access.READ), "its request stays queued");
    boolean[] answered = new boolean[1];
    queue.whileWaiting(
        () -> {
          assertFalse(answered[0], "looked at again only after an answer");
          worker.flush();
          answered[0] = true;
        });
    device.quiesce();
    device.detach();
    assertEquals(0, pages.faults(), "answered without a look");
  }
}

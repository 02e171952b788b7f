package drivers.hfi1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.api.NotifierCore;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The send half, step by step. */
class SdmaCacheTest {
  private static final long PAGE = 0x5000;
  private static final long OLD = 7;
  private static final long NEW = 8;

  private final NotifierCore core = NotifierCore.create();
  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeWorker engine = new FakeWorker();
  private final FakeContext context =
      new FakeContext(core, Declaration.neverBlocking("hfi1"), queue, engine);
  private final FakePages pages = context.fakePages();
  private final AddressSpace space = context.space();
  private final Device device = new Hfi1Driver().attach(context);

  @AfterEach
  void shouldGiveEveryPinBack() {
    device.detach();
    assertEquals(Map.of(), pages.pins());
    assertEquals(List.of(), core.violations());
    core.close();
  }

  private AccessOutcome send(long address) {
    return device.access(address, Access.READ);
  }

  private void change(long start, long end) {
    space.end(space.begin(InvalidationEvent.CLEAR, start, end));
  }

  private void change(long frame) {
    long section = space.begin(InvalidationEvent.CLEAR, PAGE, PAGE + 0x1000);
    pages.map(PAGE, frame, Access.WRITE);
    space.end(section);
  }

  @Test
  void shouldPinAPageOnceAndSendOnly() {
    pages.map(PAGE, OLD, Access.WRITE);
    assertEquals(AccessOutcome.MADE, send(PAGE + 5));
    assertEquals(AccessOutcome.HIT, send(PAGE));
    engine.flush();
    assertEquals(Map.of(OLD, 1), pages.pins());
    device.translations(
        AddressRange.page(PAGE), (address, frame, rights) -> assertEquals(Access.READ, rights));
    assertEquals(AccessOutcome.REFUSED, send(0x9000));
    assertEquals(AccessOutcome.REFUSED, send(-1));
    assertEquals(AccessOutcome.REFUSED, send(Long.MAX_VALUE));
  }

  @Test
  void shouldUnpinLaterAndByTheWorker() {
    pages.map(PAGE, OLD, Access.READ);
    send(PAGE);
    engine.flush();
    change(PAGE, PAGE + 0x1000);
    assertEquals(Map.of(), Shown.all(device), "not in the cache any more");
    assertEquals(Map.of(OLD, 1), pages.pins(), "but pinned");
    engine.flush();
    assertEquals(Map.of(), pages.pins());
    assertEquals(new DeviceCounters(0, 1, 1, 1, 0, 0), device.counters());
  }

  @Test
  void shouldLeaveATransferThePageThatItUses() {
    pages.map(PAGE, OLD, Access.READ);
    send(PAGE);
    change(NEW);
    assertEquals(Map.of(OLD, 1), pages.pins());
    assertEquals(AccessOutcome.MADE, send(PAGE), "the next one does not find the old page");
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(Map.of(OLD, 1, NEW, 1), pages.pins());
    engine.flush();
    assertEquals(Map.of(NEW, 1), pages.pins());
  }

  @Test
  void shouldDropExactlyTheRange() {
    for (long page : new long[] {0x1000, 0x2000, 0x3000, 0x4000}) {
      pages.map(page, page >>> 12, Access.READ);
      send(page);
    }
    change(0x2000, 0x4000);
    assertEquals(Set.of(0x1000L, 0x4000L), Shown.all(device).keySet());
    change(0x2000, 0x4000);
    assertEquals(1, device.counters().toldInVain());
    change(0, AddressRange.TOP);
    assertEquals(Map.of(), Shown.all(device));
  }

  @Test
  void required_R1_2_shouldNeverDecline() {
    pages.map(PAGE, OLD, Access.READ);
    send(PAGE);
    long section = space.tryBegin(InvalidationEvent.UNMAP, PAGE, PAGE + 0x1000);
    assertEquals(Map.of(), Shown.all(device));
    space.end(section);
  }

  @Test
  void required_R3_3_shouldNotCacheAPageThatWasPinnedBeforeAChange() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.PIN, () -> change(NEW));
    assertEquals(AccessOutcome.MADE, send(PAGE));
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(Map.of(NEW, 1), pages.pins());
    assertEquals(1, device.counters().retries());
  }

  @Test
  void required_R2_5_shouldHearOfAChangeUnderTheCoverFirst() {
    List<Callback> order = new ArrayList<>();
    core.observe((name, callback, range, answer, nanos) -> order.add(callback));
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.PIN, () -> change(NEW));
    send(PAGE);
    assertEquals(List.of(Callback.INVALIDATE, Callback.TRY_START), order);
  }

  @Test
  void shouldGiveUpWhenChangesKeepColliding() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(() -> {}, () -> change(NEW), FakePages.Look.PIN);
    assertEquals(AccessOutcome.BUSY, send(PAGE));
    assertEquals(Hfi1Device.ATTEMPTS, device.counters().retries());
    pages.steps(
        () -> {},
        () -> {
          queue.advance(Hfi1Device.PATIENCE_NANOS);
          change(NEW);
        },
        FakePages.Look.PIN);
    assertEquals(AccessOutcome.BUSY, send(PAGE));
    assertEquals(Hfi1Device.ATTEMPTS + 1, device.counters().retries());
  }

  @Test
  void shouldKeepOneOfTwoPinsOfTheSamePage() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.PIN, () -> assertEquals(AccessOutcome.MADE, send(PAGE)));
    assertEquals(AccessOutcome.HIT, send(PAGE));
    assertEquals(Map.of(OLD, 1), pages.pins());
    assertEquals(1, device.counters().made());
  }

  @Test
  void shouldEvictWhatWasNotUsedForLongest() {
    for (long i = 0; i <= SdmaCache.CAPACITY; i++) {
      pages.map(i * 0x1000, i, Access.READ);
      send(i * 0x1000);
      send(0);
    }
    assertEquals(SdmaCache.CAPACITY, device.counters().held());
    assertEquals(Map.of(0L, 0L), Shown.in(device, new AddressRange(0, 0x2000)));
    engine.flush();
    assertEquals(SdmaCache.CAPACITY, pages.pins().size());
  }

  @Test
  void shouldRingOnceForWorkThatIsQueuedTogether() {
    pages.map(PAGE, OLD, Access.READ);
    send(PAGE);
    send(PAGE);
    change(PAGE, PAGE + 0x1000);
    assertEquals(1, engine.submitted());
    engine.flush();
    change(PAGE, PAGE + 0x1000);
    assertEquals(1, engine.submitted(), "there is nothing to do");
  }

  @Test
  void required_R1_5_shouldDropEverythingForGoodAtRelease() {
    pages.map(PAGE, OLD, Access.READ);
    send(PAGE);
    space.release();
    assertEquals(Map.of(), Shown.all(device));
    assertEquals(AccessOutcome.DETACHED, send(PAGE));
    engine.flush();
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldGiveBackAPinThatQuiesceOvertook() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.PIN, device::quiesce);
    assertEquals(AccessOutcome.DETACHED, send(PAGE));
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldBeDetachedWhenTheSpaceIsReleasedUnderAPin() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.PIN, space::release);
    assertEquals(AccessOutcome.DETACHED, send(PAGE));
  }
}

package drivers.hfi1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.IntervalNotifier;
import mm.spi.Transfer;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeWorker;
import mm.tck.support.OwnThread;
import mm.tck.support.Shown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The receive half, step by step. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RcvArrayTest {
  private static final long BUFFER = 0x8000;
  private static final long PAGE = BUFFER + 0x1000;
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
    DeviceCounters counters = device.counters();
    assertEquals(counters.made(), counters.dropped());
    assertEquals(List.of(), core.violations());
    core.close();
  }

  private AccessOutcome receive(long address) {
    return device.access(address, Access.WRITE);
  }

  private void change(InvalidationEvent event, long frame) {
    long section = space.begin(event, PAGE, PAGE + 0x1000);
    pages.map(PAGE, frame, Access.WRITE);
    space.end(section);
  }

  /** Any use of the device will do. */
  private void letTheUserFree() {
    device.access(AddressRange.TOP - 1, Access.READ);
  }

  private void mapBuffer() {
    for (long i = 0; i < TidSetup.PAGES; i++) {
      pages.map(BUFFER + i * 0x1000, 100 + i, Access.WRITE);
    }
  }

  @Test
  void shouldProgramAPageOnce() {
    pages.map(PAGE, OLD, Access.WRITE);
    assertEquals(AccessOutcome.MADE, receive(PAGE + 5));
    assertEquals(AccessOutcome.HIT, receive(PAGE));
    assertEquals(Map.of(OLD, 1), pages.pins());
    device.translations(
        AddressRange.page(PAGE), (address, frame, rights) -> assertEquals(Access.WRITE, rights));
  }

  @Test
  void shouldNotReceiveWhereTheProcessMayNotWrite() {
    pages.map(PAGE, OLD, Access.READ);
    assertEquals(AccessOutcome.REFUSED, receive(PAGE));
    assertEquals(AccessOutcome.REFUSED, receive(AddressRange.TOP - 1));
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldSetUpTheWholeBufferWhereThatCostsNoFault() {
    mapBuffer();
    pages.map(BUFFER, OLD, Access.READ);
    pages.map(BUFFER + 0x4000, NEW, Access.WRITE);
    assertEquals(AccessOutcome.MADE, receive(PAGE));
    assertEquals(
        Set.of(PAGE, PAGE + 0x1000, PAGE + 0x2000),
        Shown.all(device).keySet(),
        "neither the page that may not be written nor the next buffer");
    assertEquals(AccessOutcome.HIT, receive(PAGE + 0x2000));
  }

  @ParameterizedTest
  @EnumSource(names = "RELEASE", mode = EnumSource.Mode.EXCLUDE)
  void required_R1_4_shouldTakeAnEntryFromTheHardwareAtOnceWhateverTheEvent(
      InvalidationEvent event) {
    pages.map(PAGE, OLD, Access.WRITE);
    receive(PAGE);
    long section = space.begin(event, PAGE, PAGE + 0x1000);
    assertEquals(Map.of(), Shown.all(device));
    space.end(section);
    assertEquals(Map.of(OLD, 1), pages.pins(), "pinned until the user frees it");
    letTheUserFree();
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldTakeExactlyTheEntriesOfTheRange() {
    mapBuffer();
    receive(PAGE);
    space.end(space.begin(InvalidationEvent.UNMAP, PAGE + 0x1000, PAGE + 0x2000));
    assertEquals(Set.of(BUFFER, PAGE, PAGE + 0x2000), Shown.all(device).keySet());
    space.end(space.begin(InvalidationEvent.UNMAP, BUFFER - 0x1000, BUFFER));
    space.end(space.begin(InvalidationEvent.UNMAP, BUFFER + 0x4000, BUFFER + 0x5000));
    assertEquals(3, Shown.all(device).size());
    space.end(space.begin(InvalidationEvent.UNMAP, 0, AddressRange.TOP));
    assertEquals(Map.of(), Shown.all(device));
  }

  @Test
  void required_R1_2_shouldNeverDecline() {
    pages.map(PAGE, OLD, Access.WRITE);
    receive(PAGE);
    long section = space.tryBegin(InvalidationEvent.UNMAP, PAGE, PAGE + 0x1000);
    assertEquals(Map.of(), Shown.all(device));
    space.end(section);
  }

  @Test
  void shouldNoticeAChangeBetweenPinAndSubscription() {
    pages.map(PAGE, OLD, Access.WRITE);
    pages.afterNext(FakePages.Look.PIN, () -> change(InvalidationEvent.UNMAP, NEW));
    assertEquals(AccessOutcome.MADE, receive(PAGE));
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(Map.of(NEW, 1), pages.pins());
    assertEquals(1, device.counters().retries());
  }

  @Test
  void shouldUndoTheWholeSetUpWhenAnyPageOfTheBufferChanged() {
    mapBuffer();
    pages.afterNext(
        FakePages.Look.PIN,
        () -> space.end(space.begin(InvalidationEvent.CLEAR, BUFFER + 0x3000, BUFFER + 0x4000)));
    assertEquals(AccessOutcome.MADE, receive(PAGE));
    assertEquals(1, device.counters().retries());
    assertEquals(4, device.counters().made());
  }

  @Test
  void shouldNotStartOverForAChangeElsewhere() {
    pages.map(PAGE, OLD, Access.WRITE);
    pages.afterNext(
        FakePages.Look.PIN,
        () -> space.end(space.begin(InvalidationEvent.CLEAR, BUFFER + 0x4000, BUFFER + 0x5000)));
    assertEquals(AccessOutcome.MADE, receive(PAGE));
    assertEquals(0, device.counters().retries());
  }

  /**
   * A section that is held up after it has begun and before it tells the cover: the entry comes too
   * late to be told at all, so the set-up has to wait for the cover's answer.
   */
  @Test
  void required_R3_3_shouldNotProgramAPageWhoseChangeIsStillBeingAnnounced() {
    pages.map(PAGE, OLD, Access.WRITE);
    HeldUp heldUp = new HeldUp(Thread.currentThread());
    space.subscribe(0, PAGE + 0x1000, heldUp, Declaration.neverBlocking("held up"));
    CompletableFuture<?>[] change = new CompletableFuture<?>[1];
    pages.afterNext(
        FakePages.Look.PIN,
        () -> {
          change[0] =
              CompletableFuture.runAsync(
                  () -> change(InvalidationEvent.CLEAR, NEW), OwnThread.EACH);
          heldUp.awaitBegun();
        });
    assertEquals(AccessOutcome.MADE, receive(PAGE));
    change[0].join();
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(1, device.counters().retries());
  }

  /** Lets the first section go on once another thread waits. */
  private static final class HeldUp implements IntervalNotifier {
    private final Thread other;
    private volatile boolean begun;

    HeldUp(Thread other) {
      this.other = other;
    }

    void awaitBegun() {
      while (!begun) {
        Thread.onSpinWait();
      }
    }

    @Override
    public Answer invalidate(IntervalSubscription own, InvalidationRange range, long sequence) {
      boolean first = !begun;
      begun = true;
      while (first && other.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
      own.setSequence(sequence);
      return Answer.DONE;
    }
  }

  @Test
  void shouldGiveUpWhenChangesKeepColliding() {
    pages.map(PAGE, OLD, Access.WRITE);
    pages.steps(() -> {}, () -> change(InvalidationEvent.CLEAR, NEW), FakePages.Look.PIN);
    assertEquals(AccessOutcome.BUSY, receive(PAGE));
    assertEquals(Hfi1Device.ATTEMPTS, device.counters().retries());
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldKeepOneOfTwoEntriesOfTheSamePage() {
    mapBuffer();
    pages.afterNext(FakePages.Look.PIN, () -> assertEquals(AccessOutcome.MADE, receive(PAGE)));
    assertEquals(AccessOutcome.HIT, receive(PAGE));
    assertEquals(4, device.counters().made());
    assertEquals(4, pages.pins().size());
  }

  @Test
  void shouldGiveBackTheEntryThatWasNotUsedForLongest() {
    for (long i = 0; i <= RcvArray.ENTRIES; i++) {
      long page = i * TidSetup.PAGES * 0x1000;
      pages.map(page, i, Access.WRITE);
      receive(page);
      receive(0);
    }
    assertEquals(RcvArray.ENTRIES, device.counters().held());
    letTheUserFree();
    assertEquals(RcvArray.ENTRIES, pages.pins().size());
    assertEquals(1, pages.pins().get(0L), "used all the time");
  }

  @Test
  void required_R1_5_shouldDropEverythingForGoodAtRelease() {
    mapBuffer();
    receive(PAGE);
    space.release();
    assertEquals(Map.of(), Shown.all(device));
    assertEquals(AccessOutcome.DETACHED, receive(PAGE));
    letTheUserFree();
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldUndoASetUpThatQuiesceOvertook() {
    mapBuffer();
    pages.afterNext(FakePages.Look.PIN, device::quiesce);
    assertEquals(AccessOutcome.DETACHED, receive(PAGE));
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldUndoASetUpWhenTheSpaceIsReleasedUnderIt() {
    mapBuffer();
    pages.afterNext(FakePages.Look.PIN, space::release);
    assertEquals(AccessOutcome.DETACHED, receive(PAGE));
    assertEquals(Map.of(), pages.pins());
  }

  @Test
  void shouldUndoASetUpWhenASubscriptionFails() {
    FakeContext failing =
        spy(new FakeContext(core, Declaration.neverBlocking("hfi1"), queue, engine));
    Device late = new Hfi1Driver().attach(failing);
    failing.fakePages().map(PAGE, OLD, Access.WRITE);
    doThrow(new ContractException(Rule.R4_4, "released, though nobody has been told so far"))
        .when(failing)
        .subscribe(anyLong(), anyLong(), any(TidEntry.class));
    assertEquals(AccessOutcome.DETACHED, late.access(PAGE, Access.WRITE));
    assertEquals(Map.of(), failing.fakePages().pins());
  }

  @Test
  void shouldSendAndReceiveTheSamePage() {
    pages.map(PAGE, OLD, Access.WRITE);
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    assertEquals(2, pages.pins().get(OLD));
    assertEquals(2, device.counters().held());
    change(InvalidationEvent.CLEAR, NEW);
    assertEquals(Map.of(), Shown.all(device));
  }

  private TidEntry pinned(RcvArray array) {
    pages.map(PAGE, OLD, Access.WRITE);
    return new TidEntry(array, PAGE, pages.pin(PAGE, Access.WRITE).frame());
  }

  @Test
  void shouldNotProgramAnEntryThatWasInvalidatedAfterTheCoverWasClosed() {
    RcvArray array = new RcvArray(context);
    TidEntry entry = pinned(array);
    array.invalidate(entry, mock(IntervalSubscription.class), 5);
    List<TidEntry> entries = new ArrayList<>(List.of(entry));
    assertEquals(AccessOutcome.BUSY, array.program(entries, PAGE, Transfer.NOTHING));
    assertEquals(List.of(entry), entries, "still the set-up's");
    array.freeInvalid();
    array.free(entry);
  }

  @Test
  void shouldKeepThePageThatAnotherThreadSetUpFasterWhenTheArrayIsFull() {
    RcvArray array = new RcvArray(context);
    for (int i = 0; i < RcvArray.ENTRIES; i++) {
      assertEquals(AccessOutcome.MADE, program(array, PAGE + i * 0x1000L, PAGE + i * 0x1000L));
    }
    assertEquals(AccessOutcome.HIT, program(array, BUFFER, PAGE));
  }

  private static AccessOutcome program(RcvArray array, long page, long wanted) {
    List<TidEntry> entries = new ArrayList<>(List.of(new TidEntry(array, page, OLD)));
    return array.program(entries, wanted, Transfer.NOTHING);
  }

  @Test
  void shouldBeFrozenByTheReleaseOfTheListNotifierAlone() {
    RcvArray array = new RcvArray(context);
    List<TidEntry> entries = new ArrayList<>(List.of(pinned(array)));
    assertEquals(AccessOutcome.MADE, array.program(entries, PAGE, Transfer.NOTHING));
    SdmaCache cache = new SdmaCache(context);
    new SdmaNotifier(cache, array).release(space);
    assertEquals(new DeviceCounters(0, 1, 1, 0, 0, 0), array.counters());
    assertEquals(AccessOutcome.DETACHED, array.program(entries, PAGE, Transfer.NOTHING));
    array.freeInvalid();
  }
}

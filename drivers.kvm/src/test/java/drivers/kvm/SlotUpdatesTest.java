package drivers.kvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Transfer;
import mm.tck.support.FakeContext;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory slots, and what invalidations and faults make of their changes. */
class SlotUpdatesTest {
  private static final long RAM = 0x100000;
  private static final long ROM = 0x800000;
  private static final long PAGES = 16;

  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeContext context = new FakeContext(queue, new FakeWorker());
  private final FakePages pages = context.fakePages();
  private final KvmVm vm = (KvmVm) new KvmDriver().attach(context);
  private final KvmNotifier notifier = context.notifier(KvmNotifier.class);
  private final SlotUpdates slots = vm.slots();

  @BeforeEach
  void layOutAMachine() {
    assertEquals(SlotUpdates.Outcome.DONE, slots.delete(0));
    assertEquals(SlotUpdates.Outcome.DONE, slots.set(1, 0, PAGES, RAM));
    assertEquals(SlotUpdates.Outcome.DONE, slots.set(2, 1000, PAGES, ROM));
    for (long i = 0; i < PAGES; i++) {
      pages.map(RAM + i * 4096, 100 + i, Access.WRITE);
      pages.map(ROM + i * 4096, 200 + i, Access.READ);
    }
  }

  private AccessOutcome touch(long guestPage) {
    return vm.accessGuest(guestPage, Access.READ, Transfer.NOTHING);
  }

  @Test
  void shouldLeadFromGuestPagesToUserMemory() {
    List<Long> frames = new ArrayList<>();
    vm.accessGuest(3, Access.WRITE, frames::add);
    vm.accessGuest(1003, Access.READ, frames::add);
    assertEquals(List.of(103L, 203L), frames);
    assertEquals(Map.of(RAM + 0x3000, 103L, ROM + 0x3000, 203L), Shown.all(vm));
    assertEquals(AccessOutcome.HIT, vm.access(RAM + 0x3000, Access.READ));
  }

  @Test
  void shouldRefuseWhatNoSlotBacks() {
    assertEquals(AccessOutcome.REFUSED, touch(PAGES));
    assertEquals(AccessOutcome.REFUSED, vm.access(RAM - 1, Access.READ));
    vm.quiesce();
    assertEquals(AccessOutcome.DETACHED, vm.access(RAM - 1, Access.READ));
  }

  @Test
  void shouldRefuseASlotOverTheGuestPagesOfAnother() {
    assertEquals(SlotUpdates.Outcome.REFUSED, slots.set(3, PAGES - 1, 4, 0x2000000));
    assertEquals(SlotUpdates.Outcome.REFUSED, slots.delete(3));
  }

  @Test
  void shouldDropThePageFromEverySlotThatShowsIt() {
    slots.set(3, 5000, PAGES, RAM);
    touch(2);
    touch(5002);
    assertEquals(2, vm.counters().held());
    notifier.start(FakeRange.page(RAM + 0x2000));
    assertEquals(0, vm.counters().held());
    notifier.end(FakeRange.page(RAM + 0x2000));
  }

  @Test
  void shouldGoOnFaultingDuringAnInvalidationOutsideEverySlot() {
    FakeRange elsewhere = FakeRange.blockable(0x4000000, 0x5000000);
    notifier.start(elsewhere);
    assertEquals(AccessOutcome.MADE, touch(1));
    assertEquals(0, vm.counters().retries());
    notifier.end(elsewhere);
    assertEquals(1, vm.counters().toldInVain());
  }

  @Test
  void shouldRetryOnlyAddressesInTheRange() {
    notifier.start(FakeRange.page(RAM + 0x2000));
    assertEquals(AccessOutcome.MADE, touch(1003));
    assertEquals(AccessOutcome.MADE, touch(1));
    assertEquals(AccessOutcome.BUSY, touch(2));
    notifier.end(FakeRange.page(RAM + 0x2000));
    assertEquals(AccessOutcome.MADE, touch(2));
  }

  @Test
  void x16_shouldWaitWithAChangeUntilNoInvalidationIsActive() {
    touch(2);
    FakeRange outer = FakeRange.blockable(RAM, RAM + 0x4000);
    FakeRange inner = FakeRange.page(ROM);
    notifier.start(outer);
    notifier.start(inner);
    List<FakeRange> open = new ArrayList<>(List.of(inner, outer));
    queue.whileWaiting(() -> open.stream().limit(1).toList().forEach(each -> end(open, each)));
    assertEquals(SlotUpdates.Outcome.BUSY, slots.delete(1), "the second was still active");
    assertEquals(SlotUpdates.Outcome.DONE, slots.delete(1));
    assertTrue(open.isEmpty());
    assertEquals(AccessOutcome.REFUSED, touch(2));
    assertEquals(AccessOutcome.MADE, touch(1000), "the counts are balanced");
  }

  private void end(List<FakeRange> open, FakeRange range) {
    open.remove(range);
    notifier.end(range);
  }

  @Test
  void x16_shouldCountOutWhatItCountedInThoughTheSlotIsToGo() {
    notifier.start(FakeRange.page(RAM));
    assertEquals(SlotUpdates.Outcome.BUSY, slots.delete(1));
    notifier.end(FakeRange.page(RAM));
    assertEquals(SlotUpdates.Outcome.DONE, slots.delete(1));
    assertEquals(SlotUpdates.Outcome.DONE, slots.set(1, 0, PAGES, RAM));
    assertEquals(AccessOutcome.MADE, touch(0));
  }

  @Test
  void shouldDropTheEntriesOfASlotThatGoes() {
    touch(2);
    touch(1002);
    assertEquals(SlotUpdates.Outcome.DONE, slots.delete(1));
    assertEquals(Map.of(ROM + 0x2000, 202L), Shown.all(vm));
    assertEquals(vm.counters().made() - 1, vm.counters().dropped());
  }

  @Test
  void shouldEnterNothingForASlotThatMovedDuringTheFault() {
    pages.afterNext(
        FakePages.Look.FAULT,
        () -> assertEquals(SlotUpdates.Outcome.DONE, slots.set(1, 0, PAGES, ROM)));
    List<Long> used = new ArrayList<>();
    assertEquals(AccessOutcome.MADE, vm.accessGuest(2, Access.READ, used::add));
    assertEquals(List.of(202L), used);
    assertEquals(1, vm.counters().retries());
    assertEquals(
        OptionalLong.of(2),
        Shown.all(vm).keySet().stream().mapToLong(address -> (address - ROM) >>> 12).findFirst());
  }

  @Test
  void shouldAgeThroughEverySlot() {
    touch(2);
    assertTrue(notifier.testYoung(null, RAM + 0x2000));
    assertTrue(notifier.clearFlushYoung(null, RAM, RAM + 0x3000));
    assertEquals(AccessOutcome.HIT, touch(2));
  }
}

package drivers.kvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.util.Map;
import java.util.Set;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.tck.support.FakeContext;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.FakeWorker;
import mm.tck.support.Shown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvmNotifierTest {
  private static final long A = 0x10000;
  private static final long B = 0x11000;
  private static final long C = 0x12000;

  private final FakeContext context = new FakeContext(new FakeQueue.Stepped(), new FakeWorker());
  private final Device vm = new KvmDriver().attach(context);
  private final KvmNotifier notifier = context.notifier(KvmNotifier.class);
  private final AddressSpace space = mock(AddressSpace.class);

  @BeforeEach
  void holdThreePages() {
    for (long address = A; address <= C; address += 0x1000) {
      context.fakePages().map(address, address >>> 4, Access.WRITE);
      assertEquals(AccessOutcome.MADE, vm.access(address, Access.WRITE));
    }
  }

  @Test
  void shouldHitWhatItHolds() {
    assertEquals(AccessOutcome.HIT, vm.access(A + 123, Access.READ));
    assertEquals(3, context.fakePages().faults());
    assertEquals(Map.of(A, A >>> 4, B, B >>> 4, C, C >>> 4), Shown.all(vm));
    assertEquals(Map.of(B, B >>> 4), Shown.in(vm, AddressRange.page(B)));
  }

  @Test
  void shouldDropTheRangeOnlyAtStart() {
    notifier.start(FakeRange.page(B));
    assertEquals(Set.of(A, C), Shown.all(vm).keySet());
    notifier.end(FakeRange.page(B));
    assertEquals(Set.of(A, C), Shown.all(vm).keySet());
  }

  @Test
  void shouldRefuseToFaultInTheRangeUntilEnd() {
    notifier.start(FakeRange.page(B));
    assertEquals(AccessOutcome.BUSY, vm.access(B, Access.READ));
    assertEquals(KvmVm.RETRIES, vm.counters().retries());
    notifier.end(FakeRange.page(B));
    assertEquals(AccessOutcome.MADE, vm.access(B, Access.READ));
  }

  @Test
  void shouldFaultWithoutRetryOutsideTheRange() {
    notifier.start(FakeRange.page(B));
    context.fakePages().map(0x90000, 9, Access.READ);
    assertEquals(AccessOutcome.MADE, vm.access(0x90000, Access.READ));
    assertEquals(0, vm.counters().retries());
    notifier.end(FakeRange.page(B));
  }

  @Test
  void shouldCountNestedAndOverlappingSections() {
    notifier.start(FakeRange.page(B));
    notifier.start(FakeRange.blockable(A, C));
    notifier.end(FakeRange.page(B));
    assertEquals(AccessOutcome.BUSY, vm.access(B, Access.READ));
    notifier.end(FakeRange.blockable(A, C));
    assertEquals(AccessOutcome.MADE, vm.access(B, Access.READ));
  }

  @Test
  void shouldCoverWhatLiesBetweenTwoSectionsUntilBothHaveEnded() {
    notifier.start(FakeRange.page(A));
    notifier.start(FakeRange.page(C));
    notifier.start(FakeRange.page(B));
    notifier.end(FakeRange.page(B));
    notifier.end(FakeRange.page(C));
    assertEquals(AccessOutcome.BUSY, vm.access(A, Access.READ));
    assertEquals(AccessOutcome.BUSY, vm.access(B, Access.READ), "the range stays wide");
    notifier.end(FakeRange.page(A));
    notifier.start(FakeRange.page(A));
    assertEquals(AccessOutcome.MADE, vm.access(B, Access.READ), "the next one starts anew");
    notifier.end(FakeRange.page(A));
  }

  @Test
  void required_R4_1_shouldThrowOnAnEndWithoutStart() {
    assertThrows(IllegalStateException.class, () -> notifier.end(FakeRange.page(A)));
    notifier.start(FakeRange.page(A));
    notifier.end(FakeRange.page(A));
    assertEquals(AccessOutcome.MADE, vm.access(A, Access.READ));
  }

  @Test
  void required_R1_5_shouldDropEverythingForGoodAtRelease() {
    notifier.start(FakeRange.page(B));
    notifier.release(space);
    notifier.end(FakeRange.page(B));
    notifier.release(space);
    assertEquals(Map.of(), Shown.all(vm));
    assertEquals(AccessOutcome.DETACHED, vm.access(A, Access.READ));
    assertEquals(3, context.fakePages().faults(), "a dead space is not looked at");
  }

  @Test
  void shouldCountOnAfterQuiesce() {
    vm.quiesce();
    vm.quiesce();
    notifier.start(FakeRange.page(A));
    notifier.end(FakeRange.page(A));
    vm.detach();
    assertEquals(AccessOutcome.DETACHED, vm.access(A, Access.READ));
    assertEquals(new DeviceCounters(0, 3, 3, 1, 1, 0), vm.counters());
  }

  @Test
  void shouldCountWhatItWasToldInVain() {
    notifier.start(FakeRange.blockable(0x40000, 0x80000));
    notifier.end(FakeRange.blockable(0x40000, 0x80000));
    notifier.start(FakeRange.blockable(B, 0x80000));
    notifier.end(FakeRange.blockable(B, 0x80000));
    assertEquals(new DeviceCounters(1, 3, 2, 2, 1, 0), vm.counters());
  }

  @Test
  void shouldForgetAgeButKeepTheEntry() {
    assertTrue(notifier.testYoung(space, A));
    assertTrue(notifier.clearFlushYoung(space, A, B));
    assertFalse(notifier.testYoung(space, A));
    assertFalse(notifier.clearYoung(space, A, B));
    assertTrue(notifier.testYoung(space, B), "the border is exact");
    assertEquals(AccessOutcome.HIT, vm.access(A, Access.READ));
    assertTrue(notifier.testYoung(space, A));
    assertTrue(notifier.testYoung(space, A), "looking changes nothing");
  }

  @Test
  void shouldFollowAChangedEntryReadOnly() {
    notifier.start(FakeRange.page(A));
    notifier.changePte(space, B, 77);
    assertEquals(77, Shown.all(vm).get(B));
    assertEquals(AccessOutcome.HIT, vm.access(B, Access.READ));
    notifier.end(FakeRange.page(A));
    assertEquals(AccessOutcome.MADE, vm.access(B, Access.WRITE));
  }

  @Test
  void shouldRefuseAChangedEntryOutsideAnySection() {
    assertThrows(IllegalStateException.class, () -> notifier.changePte(space, B, 77));
    assertEquals(B >>> 4, Shown.all(vm).get(B));
  }

  @Test
  void shouldMakeNothingOfAChangedEntryThatItDoesNotHold() {
    notifier.start(FakeRange.page(B));
    notifier.changePte(space, B, 77);
    assertEquals(Set.of(A, C), Shown.all(vm).keySet());
    notifier.end(FakeRange.page(B));
  }
}

package drivers.nouveau;

import static mm.tck.support.FakeRange.blockable;
import static mm.tck.support.FakeRange.nonBlockable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Answer;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.Transfer;
import mm.tck.support.FakeMutex;
import mm.tck.support.FakeRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The callbacks alone: what they take off the GPU, when they decline, whom they ignore. */
class SvmmNotifierTest {
  private static final AddressRange UNMANAGED = new AddressRange(0x5000, 0x8000);
  private static final MigrationOwner SELF = MigrationOwner.named("self");
  private static final MigrationOwner OTHER = MigrationOwner.named("self");

  private final FakeMutex mutex = new FakeMutex();
  private final Svmm svmm = new Svmm(mutex, UNMANAGED);
  private final SvmmNotifier list = new SvmmNotifier(svmm, SELF);
  private final FaultNotifier interval = new FaultNotifier(svmm, SELF);
  private final IntervalSubscription fault = mock(IntervalSubscription.class);

  @BeforeEach
  void programAFewPages() {
    for (long page : List.of(0x1000L, 0x2000L, 0x4000L, 0x8000L, 0x9000L)) {
      assertEquals(AccessOutcome.MADE, program(page));
    }
  }

  private AccessOutcome program(long page) {
    return svmm.program(fault, 1, page, Page.present(page, Access.WRITE), Transfer.NOTHING);
  }

  private Set<Long> held() {
    return svmm.copy(AddressRange.WHOLE).stream()
        .map(Svmm.Entry::address)
        .collect(Collectors.toSet());
  }

  @Test
  void shouldTakeExactlyTheRangeOffTheGpu() {
    assertEquals(Answer.DONE, list.tryStart(blockable(0x2000, 0x4000)));
    assertEquals(Set.of(0x1000L, 0x4000L, 0x8000L, 0x9000L), held());
    assertEquals(Answer.DONE, list.tryStart(blockable(0x3000, 0x4000)));
    assertEquals(new DeviceCounters(4, 5, 1, 2, 1, 0), svmm.counters());
  }

  @Test
  void shouldTakeEverythingOffWithTheWholeSpace() {
    list.tryStart(blockable(0, AddressRange.TOP));
    assertEquals(Set.of(), held());
  }

  @Test
  void shouldSplitARangeAroundWhatTheGpuUsesForItself() {
    list.tryStart(blockable(0x4000, 0x9000));
    assertEquals(Set.of(0x1000L, 0x2000L, 0x9000L), held());
  }

  @Test
  void shouldTakeNoMoreThanTheRangeOffAboveAndBelowThat() {
    list.tryStart(blockable(0x9000, 0xa000));
    list.tryStart(blockable(0x1000, 0x2000));
    assertEquals(Set.of(0x2000L, 0x4000L, 0x8000L), held());
  }

  @Test
  void shouldLeaveAloneWhatTheGpuUsesForItself() {
    program(0x5000);
    program(0x7000);
    list.tryStart(blockable(0x5000, 0x8000));
    list.tryStart(blockable(0x6000, 0x8000));
    list.tryStart(blockable(0x4000, 0x6000));
    assertEquals(Set.of(0x1000L, 0x2000L, 0x5000L, 0x7000L, 0x8000L, 0x9000L), held());
    assertFalse(svmm.manages(0x5000));
    assertTrue(svmm.manages(0x8000));
    assertFalse(svmm.manages(AddressRange.TOP));
    assertFalse(svmm.manages(-0x1000));
  }

  @Test
  void required_R1_1_shouldDeclineWithoutLookingWhereItMustNotWait() {
    int waits = mutex.waits();
    mutex.keepBusy();
    assertEquals(Answer.WOULD_BLOCK, list.tryStart(nonBlockable(0x2000, 0x3000)));
    assertEquals(Answer.WOULD_BLOCK, list.tryStart(nonBlockable(0x100000, 0x101000)));
    assertEquals(Answer.WOULD_BLOCK, interval.invalidate(fault, nonBlockable(0x2000, 0x3000), 5));
    assertEquals(waits, mutex.waits());
    verify(fault, never()).setSequence(anyLong());
    assertEquals(5, held().size());
    assertEquals(2, svmm.counters().told());
  }

  @Test
  void shouldSetTheSequenceWithoutWaitingWhenTheMutexIsFree() {
    int waits = mutex.waits();
    assertEquals(Answer.DONE, interval.invalidate(fault, nonBlockable(0x2000, 0x3000), 5));
    assertEquals(waits, mutex.waits());
    verify(fault).setSequence(5);
  }

  @Test
  void shouldWaitForTheFaultThatIsBeingProgrammedWhereItMay() {
    mutex.keepBusy();
    assertEquals(Answer.DONE, interval.invalidate(fault, blockable(0x2000, 0x3000), 5));
    verify(fault).setSequence(5);
    assertEquals(5, held().size(), "what is on the GPU is left to the list notifier");
  }

  @Test
  void shouldIgnoreItsOwnMigrationsAndNobodyElses() {
    FakeRange range = blockable(0x2000, 0x3000);
    list.tryStart(range.because(InvalidationEvent.MIGRATE, SELF));
    assertEquals(5, held().size());
    list.tryStart(range.because(InvalidationEvent.MIGRATE, OTHER));
    assertEquals(4, held().size(), "the token counts, not its name");
    program(0x2000);
    list.tryStart(range.because(InvalidationEvent.MIGRATE, MigrationOwner.NONE));
    assertEquals(4, held().size());
    assertEquals(3, svmm.counters().told());
  }

  @Test
  void shouldDropThePagesThatBecomeExclusiveToAnybody() {
    list.tryStart(blockable(0x1000, 0x2000).because(InvalidationEvent.EXCLUSIVE, SELF));
    list.tryStart(blockable(0x2000, 0x3000).because(InvalidationEvent.EXCLUSIVE, OTHER));
    assertEquals(Set.of(0x4000L, 0x8000L, 0x9000L), held());
  }

  @Test
  void shouldNotLetAFaultStartOverBecauseOfItself() {
    FakeRange range = blockable(0x2000, 0x3000);
    interval.invalidate(fault, range.because(InvalidationEvent.EXCLUSIVE, SELF), 5);
    verify(fault, never()).setSequence(anyLong());
    interval.invalidate(fault, range.because(InvalidationEvent.EXCLUSIVE, OTHER), 7);
    verify(fault).setSequence(7);
    interval.invalidate(fault, range.because(InvalidationEvent.MIGRATE, SELF), 9);
    verify(fault).setSequence(9);
  }

  @Test
  void required_R1_5_shouldDropEverythingForGoodAtRelease() {
    list.release(mock(AddressSpace.class));
    list.release(mock(AddressSpace.class));
    assertEquals(Set.of(), held());
    assertEquals(AccessOutcome.DETACHED, program(0x1000));
    assertEquals(Answer.DONE, list.tryStart(blockable(0x1000, 0x2000)));
    assertEquals(new DeviceCounters(0, 5, 5, 1, 1, 0), svmm.counters());
  }
}

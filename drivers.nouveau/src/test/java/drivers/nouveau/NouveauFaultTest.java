package drivers.nouveau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.spi.Access;
import mm.spi.AccessOutcome;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.Device;
import mm.spi.DeviceCounters;
import mm.spi.Page;
import mm.spi.Transfer;
import mm.tck.support.FakeContext;
import mm.tck.support.FakeMutex;
import mm.tck.support.FakePages;
import mm.tck.support.FakeQueue;
import mm.tck.support.FakeRange;
import mm.tck.support.FakeWorker;
import mm.tck.support.OwnThread;
import mm.tck.support.Shown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults and sections, step by step, over the engine's own subscriptions. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NouveauFaultTest {
  private static final long PAGE = 0x5000;
  private static final long OLD = 7;
  private static final long NEW = 8;

  private final NotifierCore core = NotifierCore.create();
  private final FakeQueue.Stepped queue = new FakeQueue.Stepped();
  private final FakeWorker engine = new FakeWorker();
  private final FakeContext context =
      new FakeContext(core, Declaration.declining("nouveau"), queue, engine);
  private final FakePages pages = context.fakePages();
  private final AddressSpace space = context.space();
  private final NouveauDriver driver = new NouveauDriver();
  private final Device device = driver.attach(context);

  @AfterEach
  void shouldHaveBrokenNothing() {
    assertEquals(List.of(), core.violations());
    core.close();
  }

  private void change(InvalidationEvent event, MigrationOwner owner, long frame) {
    long section = space.begin(event, PAGE, PAGE + 0x1000, owner);
    pages.map(PAGE, frame, Access.WRITE);
    space.end(section);
  }

  private void change(long frame) {
    change(InvalidationEvent.CLEAR, MigrationOwner.NONE, frame);
  }

  @Test
  void shouldProgramAPageOnce() {
    pages.map(PAGE, OLD, Access.READ);
    assertEquals(AccessOutcome.MADE, device.access(PAGE + 5, Access.READ));
    assertEquals(AccessOutcome.HIT, device.access(PAGE, Access.READ));
    assertEquals(Map.of(PAGE, OLD), Shown.in(device, AddressRange.page(PAGE)));
    assertEquals(AccessOutcome.REFUSED, device.access(PAGE, Access.WRITE));
    pages.map(PAGE, OLD, Access.WRITE);
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    assertEquals(new DeviceCounters(1, 2, 1, 0, 0, 0), device.counters());
  }

  @Test
  void shouldRefuseWhatIsNotMappedOrNotMirrored() {
    assertEquals(AccessOutcome.REFUSED, device.access(PAGE, Access.READ));
    assertEquals(AccessOutcome.REFUSED, device.access(1L << 47, Access.READ));
    assertEquals(AccessOutcome.REFUSED, device.access(Long.MAX_VALUE, Access.READ));
    assertEquals(AccessOutcome.REFUSED, device.access(-1, Access.READ));
  }

  @Test
  void required_R3_3_shouldStartOverWhenASectionCollided() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.FAULT, () -> change(NEW));
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
    assertEquals(1, device.counters().retries());
  }

  @Test
  void shouldNotStartOverForASectionElsewhere() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(
        FakePages.Look.FAULT,
        () -> space.end(space.begin(InvalidationEvent.CLEAR, PAGE + 0x1000, PAGE + 0x2000)));
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.READ));
    assertEquals(0, device.counters().retries());
  }

  @Test
  void shouldNotStartOverWhenThePageBecomesItsOwn() {
    pages.map(PAGE, OLD, Access.WRITE);
    pages.afterNext(
        FakePages.Look.FAULT, () -> change(InvalidationEvent.EXCLUSIVE, driver.self(), OLD));
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    assertEquals(0, device.counters().retries());
    device.quiesce();
  }

  @Test
  void shouldStartOverWhenThePageBecomesSomebodyElses() {
    pages.map(PAGE, OLD, Access.WRITE);
    MigrationOwner other = MigrationOwner.named("other");
    pages.afterNext(FakePages.Look.FAULT, () -> change(InvalidationEvent.EXCLUSIVE, other, NEW));
    assertEquals(AccessOutcome.MADE, device.access(PAGE, Access.WRITE));
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
  }

  @Test
  void shouldGiveUpAfterASecondOfCollisions() {
    pages.map(PAGE, OLD, Access.READ);
    pages.steps(
        () -> {},
        () -> {
          queue.advance(NouveauDevice.PATIENCE_NANOS / 4);
          change(NEW);
        },
        FakePages.Look.FAULT);
    assertEquals(AccessOutcome.BUSY, device.access(PAGE, Access.READ));
    assertEquals(4, device.counters().retries());
    assertEquals(Map.of(), Shown.all(device));
  }

  @Test
  void shouldGiveUpWhenOpenSectionsDoNotEnd() {
    FakeContext stuck = spy(new FakeContext(core, Declaration.declining("nouveau"), queue, engine));
    IntervalSubscription fault = mock(IntervalSubscription.class);
    doReturn(fault).when(stuck).subscribe(anyLong(), anyLong(), any(FaultNotifier.class));
    doReturn(IntervalSubscription.TIMED_OUT).when(fault).readBegin(anyLong());
    Device late = new NouveauDriver().attach(stuck);
    stuck.fakePages().map(PAGE, OLD, Access.READ);
    assertEquals(AccessOutcome.BUSY, late.access(PAGE, Access.READ));
    verify(fault).close();
  }

  @Test
  void shouldWaitForASectionThatWasOpenBeforeTheFault() {
    pages.map(PAGE, OLD, Access.READ);
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch asked = new CountDownLatch(1);
    pages.steps(
        () -> {},
        () -> assertEquals(true, ended.get(), "looked up while a section was open"),
        FakePages.Look.FAULT);
    long section = space.begin(InvalidationEvent.CLEAR, PAGE, PAGE + 0x1000);
    CompletableFuture<AccessOutcome> access =
        CompletableFuture.supplyAsync(
            () -> {
              asked.countDown();
              return device.access(PAGE, Access.READ);
            },
            OwnThread.EACH);
    await(asked);
    pages.map(PAGE, NEW, Access.READ);
    ended.set(true);
    space.end(section);
    assertEquals(AccessOutcome.MADE, access.join());
    assertEquals(Map.of(PAGE, NEW), Shown.all(device));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void required_R2_5_shouldBeToldOfTheFaultFirstAndOfTheRangeThen() {
    List<Callback> order = new ArrayList<>();
    core.observe((name, callback, range, answer, nanos) -> order.add(callback));
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.FAULT, () -> change(NEW));
    device.access(PAGE, Access.READ);
    assertEquals(List.of(Callback.INVALIDATE, Callback.TRY_START), order);
    order.clear();
    change(OLD);
    assertEquals(List.of(Callback.TRY_START), order, "the subscription has gone with the fault");
  }

  @Test
  void required_R2_5_shouldHoldNothingStaleWhereverTheFaultIsProgrammed() {
    for (int when = 0; when < 3; when++) {
      Told told = new Told();
      told.programIf(when == 0);
      told.interval();
      told.programIf(when == 1);
      told.list();
      told.programIf(when == 2);
      assertEquals(0, told.held(), "programmed at " + when);
    }
  }

  @Test
  void shouldHoldSomethingStaleInTheOtherOrder() {
    Told told = new Told();
    told.list();
    told.programIf(true);
    told.interval();
    assertEquals(1, told.held(), "which is why the order is a rule");
  }

  /** One section and one fault that has looked the page up already, interleaved by hand. */
  private static final class Told {
    private final AddressRange nothing = new AddressRange(0x100000, 0x101000);
    private final Svmm svmm = new Svmm(new FakeMutex(), nothing);
    private final IntervalSubscription fault = mock(IntervalSubscription.class);
    private final FakeRange range = FakeRange.blockable(PAGE, PAGE + 0x1000);

    void interval() {
      new FaultNotifier(svmm, MigrationOwner.NONE).invalidate(fault, range, 5);
      verify(fault).setSequence(5);
      doReturn(true).when(fault).readRetry(anyLong());
    }

    void list() {
      new SvmmNotifier(svmm, MigrationOwner.named("self")).tryStart(range);
    }

    void programIf(boolean now) {
      if (now) {
        svmm.program(fault, 3, PAGE, Page.present(OLD, Access.READ), Transfer.NOTHING);
      }
    }

    long held() {
      return svmm.counters().held();
    }
  }

  @Test
  void shouldKeepWhatItMigratesItself() {
    pages.map(PAGE, OLD, Access.WRITE);
    device.access(PAGE, Access.WRITE);
    change(InvalidationEvent.MIGRATE, driver.self(), OLD);
    assertEquals(Map.of(PAGE, OLD), Shown.all(device));
    change(InvalidationEvent.MIGRATE, new NouveauDriver().self(), NEW);
    assertEquals(Map.of(), Shown.all(device), "another GPU");
  }

  @Test
  void shouldKeepTheSpaceFromBeingReaped() {
    assertEquals(
        AddressSpace.DECLINED, space.tryBegin(InvalidationEvent.UNMAP, PAGE, PAGE + 0x1000));
    assertEquals(List.of(), space.openSections());
  }

  @Test
  void shouldNotProgramAPageThatQuiesceOvertook() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.FAULT, device::quiesce);
    assertEquals(AccessOutcome.DETACHED, device.access(PAGE, Access.READ));
    assertEquals(AccessOutcome.DETACHED, device.access(PAGE, Access.READ));
    device.detach();
    assertEquals(new DeviceCounters(0, 0, 0, 0, 0, 0), device.counters());
  }

  @Test
  void shouldBeDetachedWhenTheSpaceIsReleasedUnderAFault() {
    pages.map(PAGE, OLD, Access.READ);
    pages.afterNext(FakePages.Look.FAULT, space::release);
    assertEquals(AccessOutcome.DETACHED, device.access(PAGE, Access.READ));
  }

  @Test
  void shouldBeDetachedWhenTheSpaceIsReleasedRightBeforeAFault() {
    FakeContext watched =
        spy(new FakeContext(core, Declaration.declining("nouveau"), queue, engine));
    Device late = new NouveauDriver().attach(watched);
    watched.fakePages().map(PAGE, OLD, Access.READ);
    doThrow(new ContractException(Rule.R4_4, "released, though nobody has been told so far"))
        .when(watched)
        .subscribe(anyLong(), anyLong(), any(FaultNotifier.class));
    assertEquals(AccessOutcome.DETACHED, late.access(PAGE, Access.READ));
  }
}

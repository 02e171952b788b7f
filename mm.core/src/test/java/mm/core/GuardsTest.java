package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Subscription;
import mm.core.registry.TestDriver;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.Declaration;
import mm.spi.DriverContext;
import mm.spi.MayAllocate;
import mm.spi.MayBlock;
import mm.spi.MayDecline;
import mm.spi.Mutex;
import mm.spi.SpinLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waits through ports are seen exactly (R1.1, X22). */
class GuardsTest {
  private static final Declaration WAITING =
      new Declaration("waiting", MayBlock.WHEN_ALLOWED, MayDecline.NEVER, MayAllocate.MAY);

  private static final long LIMIT = 1_000_000_000L;

  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("space");
  private final Recorder recorder = new Recorder();

  private DriverContext context(NotifierCore of, AddressSpace in) {
    TestDriver driver = new TestDriver();
    of.drivers().admit(driver);
    of.drivers().attach("test", in);
    return driver.context;
  }

  private void inStart(Consumer<DriverContext> body, Declaration declaration) {
    DriverContext context = context(core, space);
    space.subscribe(recorder.paired("a", range -> body.accept(context)), declaration);
  }

  @Test
  void shouldReportAMutexInASectionThatForbidsWaiting_R1_1_X22() {
    inStart(
        context -> {
          Mutex mutex = context.mutex("lock");
          mutex.lock();
          mutex.unlock();
        },
        WAITING);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), core.violations(), "where waiting is allowed it may");
    space.end(space.tryBegin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_1, core.violations().get(0).rule());
    assertTrue(core.violations().get(0).message().contains("mutex test.lock"));
    assertEquals(List.of(), core.hints(), "a wait that a port saw needs no hint");
  }

  @Test
  void shouldReportAWaitOfWhoDeclaredNever_R1_1() {
    inStart(
        context -> context.waitQueue("q").await(() -> true, 0), Declaration.neverBlocking("never"));
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_1, core.violations().get(0).rule());
    assertEquals("never", core.violations().get(0).subscriber());
  }

  @Test
  void shouldAllowTryLockSpinLockSubmitAndWake() {
    inStart(
        context -> {
          Mutex mutex = context.mutex("lock");
          assertTrue(mutex.tryLock());
          mutex.unlock();
          SpinLock spin = context.spinLock("spin");
          spin.lock();
          spin.unlock();
          context.waitQueue("q").wakeAll();
          context.worker("w").submit(() -> {});
        },
        WAITING);
    space.end(space.tryBegin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), core.violations());
  }

  @Test
  void shouldReportAWaitUnderASpinLockAnywhere() {
    DriverContext context = context(core, space);
    SpinLock spin = context.spinLock("spin");
    Mutex mutex = context.mutex("lock");
    spin.lock();
    mutex.lock();
    mutex.unlock();
    spin.unlock();
    assertEquals(Rule.R1_1, core.violations().get(0).rule());
    assertTrue(core.violations().get(0).message().contains("holding a spin lock"));
  }

  @Test
  void shouldReportNothingWithGuardsOff() {
    NotifierCore unguarded =
        NotifierCore.create(CoreOptions.defaults().with(CoreOptions.Guards.OFF));
    AddressSpace its = unguarded.createSpace("unguarded");
    DriverContext context = context(unguarded, its);
    Mutex mutex = context.mutex("lock");
    its.subscribe(
        recorder.paired(
            "a",
            range -> {
              mutex.lock();
              mutex.unlock();
            }),
        WAITING);
    its.end(its.tryBegin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), unguarded.violations());
    long section = its.begin(CLEAR, 0, 0x1000);
    assertEquals(-1, its.openSections().get(0).ageNanos());
    its.end(section);
  }

  @Test
  void shouldRefuseReentryAndForeignUnlock() {
    DriverContext context = context(core, space);
    SpinLock spin = context.spinLock("spin");
    assertThrows(IllegalStateException.class, spin::unlock);
    spin.lock();
    assertThrows(IllegalStateException.class, spin::lock);
    spin.unlock();
    Mutex mutex = context.mutex("lock");
    assertThrows(IllegalStateException.class, mutex::unlock);
    mutex.lock();
    assertThrows(IllegalStateException.class, mutex::lock);
    assertThrows(IllegalStateException.class, mutex::tryLock);
    mutex.unlock();
  }

  @Test
  void shouldReportALockHeldOverAPageLookUpThatACallbackTakes_R1_9() {
    DriverContext context = context(core, space);
    SpinLock lock = context.spinLock("both sides");
    lock.lock();
    context.pages().fault(0, mm.spi.Access.READ);
    lock.unlock();
    assertEquals(List.of(), core.violations(), "half of a deadlock is none");
    space.subscribe(
        recorder.paired(
            "a",
            range -> {
              lock.lock();
              lock.unlock();
            }),
        WAITING);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_9, core.violations().get(0).rule());
    assertTrue(
        core.violations().get(0).message().contains("an invalidation -> spin lock test.both sides"),
        core.violations().toString());
  }

  @Test
  void shouldReportALockHeldOverAReadThatACallbackTakes_R1_9() {
    SpinLock lock = context(core, space).spinLock("both sides");
    IntervalSubscription reader =
        space.subscribe(
            0,
            0x1000,
            (its, range, sequence) -> {
              lock.lock();
              its.setSequence(sequence);
              lock.unlock();
              return Answer.DONE;
            },
            WAITING);
    reader.readBegin(0); // the first looks at more than those that follow
    lock.lock();
    reader.readBegin(0);
    lock.unlock();
    assertEquals(List.of(), core.violations(), "half of a deadlock is none");
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_9, core.violations().get(0).rule());
  }

  @Test
  void shouldReportLocksTakenInTwoOrders_R1_9() {
    DriverContext context = context(core, space);
    Mutex left = context.mutex("left");
    Mutex right = context.mutex("right");
    both(left, right);
    both(left, right);
    assertEquals(List.of(), core.violations());
    both(right, left);
    assertEquals(Rule.R1_9, core.violations().get(0).rule());
    assertEquals("test", core.violations().get(0).subscriber());
  }

  @Test
  void shouldReportACircleOfThreeLocks_R1_9() {
    DriverContext context = context(core, space);
    Mutex first = context.mutex("first");
    Mutex second = context.mutex("second");
    Mutex third = context.mutex("third");
    both(first, second);
    both(second, third);
    assertEquals(List.of(), core.violations());
    both(third, first);
    assertEquals(Rule.R1_9, core.violations().get(0).rule());
  }

  /** Who closes waits for sections, and their ends may need the lock. */
  @Test
  void shouldReportALockHeldOverACloseThatACallbackTakes_R1_9() {
    Subscription listed = space.subscribe(recorder.paired("idle"), WAITING);
    assertNoLockMayBeHeldOver(listed::close);
  }

  @Test
  void shouldReportALockHeldOverACloseOfAnIntervalThatACallbackTakes_R1_9() {
    IntervalSubscription interval =
        space.subscribe(0x1000, 0x2000, recorder.interval("idle", Answer.DONE), WAITING);
    assertNoLockMayBeHeldOver(interval::close);
  }

  private void assertNoLockMayBeHeldOver(Runnable close) {
    SpinLock lock = context(core, space).spinLock("both sides");
    space.subscribe(
        recorder.paired(
            "a",
            range -> {
              lock.lock();
              lock.unlock();
            }),
        WAITING);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), core.violations(), "half of a deadlock is none");
    lock.lock();
    close.run();
    lock.unlock();
    assertEquals(Rule.R1_9, core.violations().get(0).rule());
  }

  @Test
  void shouldCountEachCauseByItself() {
    DriverContext context = context(core, space);
    for (String each : List.of("one", "two", "one")) {
      space.subscribe(
          recorder.paired("a", range -> context.waitQueue("q").await(() -> true, 0)),
          Declaration.neverBlocking(each));
      space.end(space.begin(CLEAR, 0, 0x1000));
    }
    assertEquals(
        List.of("one 4", "two 2"),
        core.violations().stream().map(each -> each.subscriber() + " " + each.count()).toList());
  }

  private static void both(Mutex outer, Mutex inner) {
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
  }

  @Test
  void shouldReportAPageLookedUpInACallback_R1_7() {
    inStart(context -> context.pages().fault(0, mm.spi.Access.READ), WAITING);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_7, core.violations().get(0).rule());
  }

  @Test
  void shouldReportAnOldSectionOnce_R2_11() {
    space.subscribe(recorder.paired("a"), WAITING);
    SectionWatchdog watchdog = new SectionWatchdog((Core) core, -1);
    watchdog.look();
    assertEquals(List.of(), core.violations());
    long section = space.begin(CLEAR, 0, 0x1000);
    watchdog.look();
    watchdog.look();
    space.end(section);
    watchdog.look();
    assertEquals(1, core.violations().size());
    assertEquals(Rule.R2_11, core.violations().get(0).rule());
    assertEquals(2, core.violations().get(0).count());
  }

  /** An engine whose own watchdog does not run, and one that looks when it is told. */
  private final Core unwatched = new Core(CoreOptions.defaults().with(CoreOptions.Guards.OFF));

  private final SectionWatchdog watchdog = new SectionWatchdog(unwatched, LIMIT);
  private final AddressSpace its = unwatched.createSpace("its");

  private long begin() {
    return its.begin(CLEAR, 0, 0x1000);
  }

  @Test
  void shouldReportAnEpochThatOverlappingSectionsKeepOpen_R3_7() {
    its.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), WAITING);
    watchdog.look(0);
    try (OtherThread other = new OtherThread()) {
      long first = begin();
      watchdog.look(1);
      long second = other.call(this::begin);
      its.end(first);
      watchdog.look(1 + LIMIT);
      assertEquals(List.of(), unwatched.violations());
      long third = begin();
      other.run(() -> its.end(second));
      watchdog.look(2 + LIMIT);
      its.end(third);
    }
    watchdog.look(3 * LIMIT);
    assertEquals(1, unwatched.violations().size());
    assertEquals(Rule.R3_7, unwatched.violations().get(0).rule());
    assertEquals(1, unwatched.violations().get(0).count());
  }

  @Test
  void shouldNotTakeManyEpochsForAnOldOne_R3_7() {
    its.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), WAITING);
    for (long now = 1; now <= 5 * LIMIT; now += LIMIT) {
      long section = begin();
      watchdog.look(now);
      its.end(section);
    }
    assertEquals(List.of(), unwatched.violations());
  }

  @Test
  void shouldHintAtAWaitThatNoPortSaw() {
    inStart(context -> LockSupport.parkNanos(1), WAITING);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), core.hints(), "where waiting is allowed nobody looks");
    space.end(space.tryBegin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_1, core.hints().get(0).rule());
    assertEquals(List.of(), core.violations(), "a hint is no verdict");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "START",
        "END",
        "INVALIDATE",
        "FLUSH_SECONDARY_TLB",
        "CLEAR_FLUSH_YOUNG",
        "CLEAR_YOUNG",
        "TEST_YOUNG",
        "CHANGE_PTE"
      })
  void shouldHintAtAWaitThatNoPortSawInEachCallback(Callback in) {
    Everything sleeper =
        new Everything(
            callback -> {
              if (callback == in) {
                LockSupport.parkNanos(1);
              }
            });
    space.subscribe(sleeper, WAITING);
    space.subscribe(0, 0x1000, sleeper::invalidate, WAITING);
    space.end(space.tryBegin(CLEAR, 0, 0x1000));
    space.flushSecondaryTlbs(0, 0x1000);
    space.clearFlushYoung(0, 0x1000);
    space.clearYoung(0, 0x1000);
    space.testYoung(0);
    space.changePte(0, 1);
    assertEquals(1, core.hints().size(), core.hints()::toString);
    assertTrue(core.hints().get(0).message().contains(in.toString()), core.hints()::toString);
    assertEquals(List.of(), core.violations(), "a hint is no verdict");
  }
}

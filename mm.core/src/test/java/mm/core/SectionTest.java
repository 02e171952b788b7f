package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.api.InvalidationEvent.UNMAP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.PairedNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SectionTest {
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");
  private static final Declaration CHOOSY = Declaration.declining("choosy");

  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("space");
  private final Recorder recorder = new Recorder();

  static void assertRule(Rule rule, Executable misuse) {
    assertEquals(rule, assertThrows(ContractException.class, misuse).rule());
  }

  @Test
  void shouldTellIntervalsFirstThenNewestFirstAndEndInTheSameOrder_R2_5() {
    space.subscribe(recorder.paired("old"), QUIET);
    space.subscribe(0x1000, 0x2000, recorder.interval("interval", Answer.DONE), QUIET);
    space.subscribe(recorder.paired("new"), QUIET);
    long section = space.begin(UNMAP, 0x1000, 0x3000);
    assertEquals(List.of("interval invalidate UNMAP", "new start", "old start"), recorder.take());
    space.end(section);
    assertEquals(List.of("new end", "old end"), recorder.take());
  }

  @Test
  void shouldAskTheOthersAndEndThoseStartedWhenAListNotifierDeclines_X7_R2_3_R2_4() {
    space.subscribe(recorder.paired("a"), QUIET);
    space.subscribe(recorder.declining("b"), CHOOSY);
    space.subscribe(recorder.declining("c"), CHOOSY);
    space.subscribe(recorder.paired("d"), QUIET);
    assertEquals(AddressSpace.DECLINED, space.tryBegin(UNMAP, 0, 0x1000));
    assertEquals(
        List.of("d start", "c try-start", "b try-start", "a start", "d end", "a end"),
        recorder.take());
    assertEquals(List.of(), space.openSections());
    assertEquals(List.of(), core.violations());
  }

  @Test
  void shouldAskNobodyElseWhenAnIntervalNotifierDeclines_R2_3() {
    space.subscribe(recorder.paired("list"), QUIET);
    space.subscribe(0, 0x1000, recorder.interval("first", Answer.DONE), CHOOSY);
    space.subscribe(0x1000, 0x2000, recorder.interval("second", Answer.WOULD_BLOCK), CHOOSY);
    space.subscribe(0x2000, 0x3000, recorder.interval("third", Answer.DONE), CHOOSY);
    assertEquals(AddressSpace.DECLINED, space.tryBegin(UNMAP, 0, 0x3000));
    assertEquals(List.of("first invalidate UNMAP", "second invalidate UNMAP"), recorder.take());
  }

  @Test
  void shouldCloseTheIntervalSectionWhenAListNotifierDeclines_X8_R2_7() {
    var reader = space.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), CHOOSY);
    space.subscribe(recorder.declining("list"), CHOOSY);
    assertEquals(AddressSpace.DECLINED, space.tryBegin(UNMAP, 0, 0x1000));
    assertNotEquals(0, reader.readBegin(0), "the epoch is closed, so nobody waits");
  }

  /** Such a section is counted, too: left open, it would be taken to concern whoever comes next. */
  @Test
  void shouldCloseTheSectionThatHitsNoIntervalWhenAListNotifierDeclines_X8_R2_7() {
    space.subscribe(0, 0x1000, recorder.interval("elsewhere", Answer.DONE), CHOOSY);
    space.subscribe(recorder.declining("list"), CHOOSY);
    assertEquals(AddressSpace.DECLINED, space.tryBegin(UNMAP, 0x1000, 0x2000));
    assertEquals(List.of("list try-start"), recorder.take());
    var next = space.subscribe(0, 0x1000, recorder.interval("next", Answer.DONE), CHOOSY);
    assertNotEquals(0, next.readBegin(0), "no section is left that could concern it");
    next.close();
  }

  @Test
  void shouldNotDeclineWhereWaitingIsAllowed() {
    space.subscribe(recorder.declining("a"), CHOOSY);
    long section = space.begin(CLEAR, 0, 0x1000);
    assertNotEquals(AddressSpace.DECLINED, section);
    space.end(section);
    assertEquals(List.of("a try-start"), recorder.take());
  }

  @Test
  void shouldNestSectionsAndEndThemLastInFirstOut_R2_6_R2_10() {
    space.subscribe(recorder.paired("a"), QUIET);
    long outer = space.begin(CLEAR, 0, 0x1000);
    long inner = space.begin(CLEAR, 0, 0x200000);
    assertEquals(2, space.openSections().size());
    assertRule(Rule.R2_10, () -> space.end(outer));
    space.end(inner);
    space.end(outer);
    assertEquals(List.of("a start", "a start", "a end", "a end"), recorder.take());
  }

  @Test
  void shouldRefuseAnEndThatHasNoBegin_R2_2_R2_10() {
    AddressSpace other = core.createSpace("other");
    long section = space.begin(CLEAR, 0, 0x1000);
    assertRule(Rule.R2_10, () -> other.end(section));
    assertRule(Rule.R2_2, () -> space.end(AddressSpace.DECLINED));
    space.end(section);
    assertRule(Rule.R2_10, () -> space.end(section));
  }

  @Test
  void shouldRefuseAnotherThreadsStamp_R2_10() throws InterruptedException {
    long section = space.begin(CLEAR, 0, 0x1000);
    Thread thread = new Thread(() -> assertRule(Rule.R2_10, () -> space.end(section)));
    Throwable[] thrown = new Throwable[1];
    thread.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
    thread.start();
    thread.join();
    assertEquals(null, thrown[0]);
    space.end(section);
  }

  @Test
  void shouldRefuseBadRangesAndEventsAndStayUntouched_R2_9() {
    space.subscribe(recorder.paired("a"), QUIET);
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 0x1000, 0x1000));
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 0x2000, 0x1000));
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 1, 0x1000));
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 0, 0x1001));
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, -0x1000, 0x1000));
    assertRule(Rule.R2_9, () -> space.tryBegin(CLEAR, 0x1000, Long.MIN_VALUE));
    assertRule(Rule.R2_9, () -> space.begin(InvalidationEvent.RELEASE, 0, 0x1000));
    MigrationOwner owner = MigrationOwner.named("x");
    assertRule(Rule.R2_9, () -> space.begin(CLEAR, 0, 0x1000, owner));
    assertEquals(List.of(), recorder.take());
    assertEquals(List.of(), space.openSections());
    space.end(space.begin(CLEAR, 0, AddressRange.TOP));
  }

  @Test
  void shouldKeepSectionsBalancedWhenADriverThrows_R2_1_R1_8() {
    space.subscribe(recorder.paired("a"), QUIET);
    space.subscribe(
        recorder.paired(
            "thrower",
            range -> {
              throw new IllegalArgumentException("planted");
            }),
        Declaration.neverBlocking("thrower"));
    space.subscribe(recorder.paired("b"), QUIET);
    space.end(space.begin(CLEAR, 0x1000, 0x2000));
    assertEquals(
        List.of("b start", "thrower start", "a start", "b end", "thrower end", "a end"),
        recorder.take());
    assertEquals(1, core.violations().size());
    assertEquals(Rule.R1_8, core.violations().get(0).rule());
    assertTrue(core.violations().get(0).message().contains("[0x1000, 0x2000)"));

    assertEquals(AddressSpace.DECLINED, space.tryBegin(CLEAR, 0x1000, 0x2000));
    assertEquals(
        List.of("b start", "thrower start", "a start", "b end", "thrower end", "a end"),
        recorder.take(),
        "nobody knows what the thrower did, so the section is declined");
    assertEquals(2, core.violations().get(0).count());
    assertEquals(List.of(), space.openSections());
  }

  @Test
  void shouldRecordADeclineWhereWaitingIsAllowedAndGoOn_R1_2() {
    space.subscribe(0, 0x1000, (subscription, range, sequence) -> Answer.WOULD_BLOCK, CHOOSY);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_2, core.violations().get(0).rule());
  }

  @Test
  void shouldRecordADeclineOfWhoDeclaredNever_R6_10() {
    space.subscribe(recorder.declining("liar"), Declaration.neverBlocking("liar"));
    assertEquals(AddressSpace.DECLINED, space.tryBegin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R6_10, core.violations().get(0).rule());
  }

  @Test
  void shouldRefuseVmOperationsFromCallbacks_R1_6() {
    space.subscribe(
        recorder.paired("a", range -> space.begin(CLEAR, 0, 0x1000)),
        Declaration.neverBlocking("reentrant"));
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_6, core.violations().get(0).rule());
    assertEquals(List.of("a start", "a end"), recorder.take());
  }

  /** Does something when it is told of the end. */
  private PairedNotifier atEnd(Runnable action) {
    return new PairedNotifier() {
      @Override
      public void start(InvalidationRange range) {}

      @Override
      public void end(InvalidationRange range) {
        action.run();
      }

      @Override
      public void release(AddressSpace its) {}
    };
  }

  @Test
  void shouldRefuseToEndASectionFromItsOwnEnd_R1_6() {
    long[] section = new long[1];
    space.subscribe(atEnd(() -> assertRule(Rule.R1_6, () -> space.end(section[0]))), QUIET);
    section[0] = space.begin(CLEAR, 0, 0x1000);
    space.end(section[0]);
    assertEquals(List.of(), core.violations());
    assertEquals(List.of(), space.openSections());
  }

  @Test
  void shouldCloseTheEpochBeforeItTellsTheEnds_R2_5() {
    IntervalSubscription reader =
        space.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), QUIET);
    List<Long> sequences = new ArrayList<>();
    try (OtherThread other = new OtherThread()) {
      space.subscribe(atEnd(() -> sequences.add(other.call(() -> reader.readBegin(0)))), QUIET);
      space.end(space.begin(CLEAR, 0, 0x1000));
    }
    assertEquals(1, sequences.size());
    assertNotEquals(IntervalSubscription.TIMED_OUT, sequences.get(0));
  }

  @Test
  void shouldCountOnlyInvalidatingSubscribersInQueries() {
    assertFalse(space.hasNotifiers());
    space.subscribe(recorder.releaseOnly("sgx"), CHOOSY);
    assertTrue(space.hasNotifiers());
    assertFalse(space.hasBlockableNotifiers());
    assertFalse(space.hasOomUnsafeNotifiers());
    space.subscribe(recorder.paired("kvm"), QUIET);
    assertFalse(space.hasBlockableNotifiers());
    assertTrue(space.hasOomUnsafeNotifiers());
    var interval = space.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), CHOOSY);
    assertTrue(space.hasBlockableNotifiers());
    interval.close();
    assertFalse(space.hasBlockableNotifiers());
  }

  @Test
  void shouldShowCallbacksToObserversUntilClosed() {
    space.subscribe(recorder.paired("a"), QUIET);
    var observation =
        core.observe(
            (name, callback, range, answer, nanos) ->
                recorder.add(name + " " + callback + " " + answer + " " + (nanos > 0)));
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(
        List.of("a start", "quiet start DONE true", "a end", "quiet end DONE true"),
        recorder.take());
    observation.close();
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("a start", "a end"), recorder.take());
  }

  @Test
  void shouldKeepSectionsBalancedAlsoWithoutGuards_R2_1_R2_3() {
    NotifierCore fast = NotifierCore.create(CoreOptions.defaults().with(CoreOptions.Guards.OFF));
    AddressSpace its = fast.createSpace("fast");
    its.subscribe(recorder.paired("a"), QUIET);
    its.subscribe(
        recorder.paired(
            "thrower",
            range -> {
              throw new IllegalArgumentException("planted");
            }),
        Declaration.neverBlocking("thrower"));
    its.subscribe(recorder.paired("b"), QUIET);
    its.end(its.begin(CLEAR, 0x1000, 0x2000));
    List<String> all =
        List.of("b start", "thrower start", "a start", "b end", "thrower end", "a end");
    assertEquals(all, recorder.take());
    assertEquals(AddressSpace.DECLINED, its.tryBegin(CLEAR, 0x1000, 0x2000));
    assertEquals(all, recorder.take());
    assertEquals("thrower", fast.violations().get(0).subscriber());
    assertEquals(2, fast.violations().get(0).count());
  }
}

package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.spi.Answer;
import mm.spi.Declaration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The collision-retry protocol; scenario ids X1-X5, X13 are those of docs/contract.md. */
@Timeout(120)
class IntervalProtocolTest {
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");
  private static final long LONG = TimeUnit.SECONDS.toNanos(15);
  private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);

  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("space");
  private final Recorder recorder = new Recorder();
  private final OtherThread other = new OtherThread();

  @AfterEach
  void close() {
    other.close();
  }

  private IntervalSubscription subscribe(String name, long start, long end) {
    return space.subscribe(start, end, recorder.interval(name, Answer.DONE), QUIET);
  }

  @Test
  void shouldSeeNoCollisionWithoutInvalidation_R3_3() {
    IntervalSubscription reader = subscribe("a", 0, 0x1000);
    long sequence = reader.readBegin(0);
    assertFalse(reader.readRetry(sequence));
    space.end(space.begin(CLEAR, 0x1000, 0x2000));
    assertFalse(reader.readRetry(sequence), "another range does not collide");
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertTrue(reader.readRetry(sequence));
    assertFalse(reader.readRetry(reader.readBegin(0)));
  }

  @Test
  void shouldReleaseReadersOnlyAfterTheLastNestedEnd_X1() {
    IntervalSubscription reader = subscribe("a", 0, 0x2000);
    long outer = space.begin(CLEAR, 0, 0x2000);
    long inner = space.begin(CLEAR, 0, 0x1000);
    assertEquals(IntervalSubscription.TIMED_OUT, reader.readBegin(0));
    space.end(inner);
    assertEquals(IntervalSubscription.TIMED_OUT, reader.readBegin(1000));
    space.end(outer);
    assertNotEquals(IntervalSubscription.TIMED_OUT, reader.readBegin(0));
  }

  @Test
  void shouldGiveOverlappingSectionsOneSequence_X2() {
    List<Long> sequences = new ArrayList<>();
    space.subscribe(
        0,
        0x1000,
        (subscription, range, sequence) -> {
          sequences.add(sequence);
          subscription.setSequence(sequence);
          return Answer.DONE;
        },
        QUIET);
    long foreign = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    space.end(space.begin(CLEAR, 0, 0x1000));
    other.run(() -> space.end(foreign));
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(sequences.get(0), sequences.get(1));
    assertEquals(sequences.get(0) + 2, sequences.get(2));
  }

  @Test
  void shouldDeferAnInsertDuringAnEpoch_X3() {
    subscribe("first", 0, 0x1000);
    long section = space.begin(CLEAR, 0, 0x1000);
    IntervalSubscription late = subscribe("late", 0, 0x1000);
    assertEquals(IntervalSubscription.TIMED_OUT, late.readBegin(0));
    long inner = space.begin(CLEAR, 0, 0x1000);
    space.end(inner);
    space.end(section);
    assertEquals(
        List.of("first invalidate CLEAR", "first invalidate CLEAR"),
        recorder.take(),
        "no callback while deferred");
    assertFalse(late.readRetry(late.readBegin(0)));
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(2, recorder.take().size());
  }

  @Test
  void shouldKeepTheEpochOpenWhenOneDeclinesThatMayWait_R1_2() {
    IntervalSubscription reader = subscribe("a", 0, 0x1000);
    space.subscribe(0, 0x1000, (its, range, sequence) -> Answer.WOULD_BLOCK, QUIET);
    long section = space.begin(CLEAR, 0, 0x1000);
    assertEquals(Rule.R1_2, core.violations().get(0).rule());
    assertEquals(IntervalSubscription.TIMED_OUT, reader.readBegin(0));
    space.end(section);
    assertNotEquals(IntervalSubscription.TIMED_OUT, reader.readBegin(0));
  }

  @Test
  void shouldTakeNoAnswerForABrokenPromise_R1_8() {
    space.subscribe(0, 0x1000, (its, range, sequence) -> null, QUIET);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(Rule.R1_8, core.violations().get(0).rule());
    assertEquals(AddressSpace.DECLINED, space.tryBegin(CLEAR, 0, 0x1000));
    assertEquals(1, core.violations().size());
  }

  @Test
  void shouldApplyWhatWasDeferredOnce_R3_4() {
    subscribe("first", 0, 0x1000);
    for (String late : List.of("second", "third")) {
      long section = space.begin(CLEAR, 0, 0x1000);
      subscribe(late, 0, 0x1000);
      space.end(section);
    }
    recorder.take();
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(3, recorder.take().size());
  }

  @Test
  void shouldMakeAReaderWaitThatCameWhileASectionConcernedNobody() {
    subscribe("far", 0x100000, 0x101000);
    long section = space.begin(CLEAR, 0, 0x1000);
    IntervalSubscription late = subscribe("late", 0, 0x1000);
    assertEquals(IntervalSubscription.TIMED_OUT, late.readBegin(0));
    space.end(section);
    assertNotEquals(IntervalSubscription.TIMED_OUT, late.readBegin(0));
  }

  @Test
  void shouldMakeTheVeryFirstReaderWaitForSectionsNobodyCounted_R4_2() {
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    IntervalSubscription first = subscribe("first", 0, 0x1000);
    assertEquals(IntervalSubscription.TIMED_OUT, first.readBegin(1000));
    other.run(() -> space.end(section));
    assertNotEquals(IntervalSubscription.TIMED_OUT, first.readBegin(LONG));
  }

  @Test
  void shouldForgetAnInsertRemovedWithinTheSameEpoch_X4() {
    subscribe("first", 0, 0x1000);
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    subscribe("late", 0, 0x1000).close();
    other.run(() -> space.end(section));
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("first invalidate CLEAR", "first invalidate CLEAR"), recorder.take());
  }

  @Test
  void shouldDoNothingInASecondCloseDuringAnEpoch_R3_5() {
    IntervalSubscription staying = subscribe("staying", 0, 0x1000);
    IntervalSubscription leaving = subscribe("leaving", 0, 0x1000);
    leaving.close();
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    leaving.close(); // waits for nothing
    assertFalse(leaving.live());
    assertEquals(IntervalSubscription.TIMED_OUT, staying.readBegin(0), "the epoch is open");
    other.run(() -> space.end(section));
    assertEquals(List.of("staying invalidate CLEAR"), recorder.take());
  }

  @Test
  void shouldWaitInCloseForTheEpoch_X5_R3_5() {
    IntervalSubscription leaving = subscribe("leaving", 0, 0x1000);
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    OtherThread closer = new OtherThread();
    var closing = closer.submit(leaving::close);
    long inner = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    assertFalse(closing.isDone(), "the index is frozen");
    other.run(() -> space.end(inner));
    other.run(() -> space.end(section));
    closing.join();
    recorder.take();
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), recorder.take());
    leaving.close();
    closer.close();
  }

  @Test
  void shouldBoundAReaderByItsTimeout_X13_R3_6() {
    IntervalSubscription reader = subscribe("a", 0, 0x1000);
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    for (int i = 0; i < 10; i++) {
      long next = other.call(() -> space.begin(CLEAR, 0, 0x1000));
      assertEquals(IntervalSubscription.TIMED_OUT, reader.readBegin(10_000));
      other.run(() -> space.end(next));
    }
    other.run(() -> space.end(section));
    assertNotEquals(IntervalSubscription.TIMED_OUT, reader.readBegin(LONG));
  }

  /** The place of a section is used by the thread's next, which may be of any space. */
  @Test
  void shouldNotTakeWhatOneSpaceCountedForAnothers() {
    AddressSpace without = core.createSpace("without");
    without.subscribe(recorder.paired("list"), QUIET);
    subscribe("a", 0, 0x1000);
    space.end(space.begin(CLEAR, 0, 0x1000));
    without.end(without.begin(CLEAR, 0, 0x1000));
    IntervalSubscription late =
        without.subscribe(0, 0x1000, recorder.interval("late", Answer.DONE), QUIET);
    long section = without.begin(CLEAR, 0, 0x1000);
    assertEquals(IntervalSubscription.TIMED_OUT, late.readBegin(0));
    without.end(section);
    assertFalse(late.readRetry(late.readBegin(0)));
  }

  /** Starts a read that has to wait, and returns when it waits. */
  private CompletableFuture<Long> startReading(IntervalSubscription reader) {
    CompletableFuture<Long> sequence = new CompletableFuture<>();
    Thread thread = new Thread(() -> sequence.complete(reader.readBegin(AN_HOUR)));
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return sequence;
  }

  @Test
  void shouldWakeEveryReaderWhenTheEpochEnds_R3_6() {
    IntervalSubscription reader = subscribe("a", 0, 0x1000);
    long section = space.begin(CLEAR, 0, 0x1000);
    var first = startReading(reader);
    var second = startReading(reader);
    space.end(section);
    assertNotEquals(IntervalSubscription.TIMED_OUT, first.join());
    assertEquals(first.join(), second.join());
  }

  @Test
  void shouldLetTheVeryFirstReaderWaitUntilSectionsNobodyCountedEnd_R4_2() {
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    var reading = startReading(subscribe("first", 0, 0x1000));
    other.run(() -> space.end(section));
    assertNotEquals(IntervalSubscription.TIMED_OUT, reading.join());
  }

  @Test
  void shouldKeepAnInterruptForTheCallerOfARead_R3_6() throws InterruptedException {
    IntervalSubscription reader = subscribe("a", 0, 0x1000);
    long section = space.begin(CLEAR, 0, 0x1000);
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    Thread thread =
        new Thread(
            () -> {
              seen.add(reader.readBegin(AN_HOUR));
              seen.add(Thread.interrupted());
            });
    thread.start();
    thread.interrupt();
    while (thread.isInterrupted()) {
      Thread.onSpinWait(); // until it has noticed
    }
    space.end(section);
    thread.join();
    assertNotEquals(IntervalSubscription.TIMED_OUT, seen.get(0));
    assertEquals(true, seen.get(1));
  }

  @Test
  void shouldRefuseBadRangesAndReadsFromCallbacks_R2_9_R2_8() {
    assertRule(Rule.R2_9, () -> subscribe("a", 0x1000, 0x1000));
    assertRule(Rule.R2_9, () -> subscribe("a", 0x1000, 0x1800));
    IntervalSubscription reader = subscribe("a", 0, 0x1000);
    space.subscribe(
        recorder.paired("b", range -> assertRule(Rule.R2_8, () -> reader.readBegin(0))), QUIET);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), core.violations());
  }
}

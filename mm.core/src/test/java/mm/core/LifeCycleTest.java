package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static mm.core.SectionTest.assertRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mm.api.AddressSpace;
import mm.api.ContractException;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LifeCycleTest {
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");
  private static final long LONG = TimeUnit.SECONDS.toNanos(15);

  private final NotifierCore core = NotifierCore.create();
  private final AddressSpace space = core.createSpace("space");
  private final Recorder recorder = new Recorder();

  /**
   * Runs something while another thread has a section open; false if it cannot finish meanwhile.
   */
  private void insideForeignSection(Runnable body) throws InterruptedException {
    OtherThread other = new OtherThread();
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    try {
      body.run();
    } finally {
      other.run(() -> space.end(section));
      other.close();
    }
  }

  @Test
  void shouldGiveANewcomerNoEndOfAnOlderSection_R4_1() throws InterruptedException {
    insideForeignSection(() -> space.subscribe(recorder.paired("new"), QUIET));
    assertEquals(List.of(), recorder.take());
  }

  @Test
  void shouldSettleOnlyAfterOlderSectionsEnded_R4_2() throws InterruptedException {
    Subscription[] newcomer = new Subscription[1];
    insideForeignSection(
        () -> {
          newcomer[0] = space.subscribe(recorder.paired("new"), QUIET);
          assertFalse(newcomer[0].settled());
          assertFalse(newcomer[0].awaitSettled(1000));
        });
    assertTrue(newcomer[0].awaitSettled(LONG));
    assertTrue(newcomer[0].settled());
  }

  @Test
  void shouldNotLetLaterSectionsKeepANewcomerFromSettling_R4_2() throws InterruptedException {
    Subscription newcomer = space.subscribe(recorder.paired("new"), QUIET);
    insideForeignSection(() -> assertTrue(newcomer.settled()));
  }

  @Test
  void shouldWaitInCloseForOpenSectionsAndDeliverTheirEnds_R4_3() throws InterruptedException {
    Subscription subscription = space.subscribe(recorder.paired("a"), QUIET);
    OtherThread other = new OtherThread();
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    OtherThread closer = new OtherThread();
    var closing = closer.submit(subscription::close);
    while (subscription.live()) {
      Thread.onSpinWait();
    }
    assertFalse(closing.isDone());
    other.run(() -> space.end(section));
    closing.join();
    assertEquals(List.of("a start", "a release", "a end"), recorder.take());
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), recorder.take());
    other.close();
    closer.close();
  }

  @Test
  void shouldWaitInReleaseForOpenSectionsAndDeliverTheirEnds_R4_4() {
    space.subscribe(recorder.paired("a"), QUIET);
    OtherThread other = new OtherThread();
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    OtherThread releaser = new OtherThread();
    var releasing = releaser.submit(space::release);
    while (core.waitGraph().waits().isEmpty()) {
      assertFalse(releasing.isDone());
    }
    assertEquals(List.of("a start", "a release"), recorder.take());
    other.run(() -> space.end(section));
    releasing.join();
    assertEquals(List.of("a end"), recorder.take());
    other.close();
    releaser.close();
  }

  /** Lets a thread die with a section open. */
  private void dieInside() throws InterruptedException {
    Thread dying = new Thread(() -> space.begin(CLEAR, 0, 0x1000));
    dying.start();
    dying.join();
  }

  @Test
  void shouldNotWaitForTheDead_R4_2_R4_3() throws InterruptedException {
    dieInside(); // with nobody to tell
    Subscription first = space.subscribe(recorder.paired("first"), QUIET);
    assertTrue(first.settled());
    dieInside(); // with somebody
    Subscription second = space.subscribe(recorder.paired("second"), QUIET);
    assertTrue(second.settled());
    first.close();
    second.close();
  }

  @Test
  void shouldKeepAnInterruptForTheCallerOfAClose_R4_3() throws InterruptedException {
    Subscription subscription = space.subscribe(recorder.paired("a"), QUIET);
    OtherThread other = new OtherThread();
    long section = other.call(() -> space.begin(CLEAR, 0, 0x1000));
    AtomicBoolean kept = new AtomicBoolean();
    Thread closing =
        new Thread(
            () -> {
              subscription.close();
              kept.set(Thread.interrupted());
            });
    closing.start();
    closing.interrupt();
    while (subscription.live() || closing.isInterrupted()) {
      Thread.onSpinWait(); // until it waits and has noticed
    }
    assertTrue(closing.isAlive(), "an interrupt does not end the wait");
    other.run(() -> space.end(section));
    closing.join();
    assertTrue(kept.get());
    other.close();
  }

  @Test
  void shouldNotWaitInCloseForSectionsOfOtherSpaces() throws InterruptedException {
    Subscription elsewhere = core.createSpace("elsewhere").subscribe(recorder.paired("a"), QUIET);
    insideForeignSection(elsewhere::close);
    assertEquals(List.of("a release"), recorder.take());
  }

  @Test
  void shouldNotWaitInCloseForToldSectionsOfOtherSpaces() throws InterruptedException {
    space.subscribe(recorder.paired("here"), QUIET);
    Subscription elsewhere = core.createSpace("elsewhere").subscribe(recorder.paired("a"), QUIET);
    insideForeignSection(elsewhere::close);
    assertEquals(List.of("here start", "a release", "here end"), recorder.take());
  }

  @Test
  void shouldDoNothingInASecondClose() {
    Subscription subscription = space.subscribe(recorder.paired("a"), QUIET);
    subscription.close();
    subscription.close();
    assertEquals(List.of("a release"), recorder.take());
    assertFalse(subscription.live());
  }

  @Test
  void shouldLeaveTheOthersAloneInASecondClose_R4_3() {
    Subscription leaving = space.subscribe(recorder.paired("leaving"), QUIET);
    space.subscribe(recorder.paired("staying"), QUIET);
    leaving.close();
    leaving.close();
    recorder.take();
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of("staying start", "staying end"), recorder.take());
    assertTrue(space.hasOomUnsafeNotifiers());
  }

  @Test
  void shouldReleaseEverybodyWhenOthersCloseMeanwhile_R1_5() throws InterruptedException {
    for (int round = 0; round < 1_000; round++) {
      AddressSpace racing = core.createSpace("racing");
      racing.subscribe(recorder.releaseOnly("a"), QUIET);
      Subscription leaving = racing.subscribe(recorder.releaseOnly("b"), QUIET);
      racing.subscribe(recorder.releaseOnly("c"), QUIET);
      OtherThread.race(leaving::close, racing::release);
      assertEquals(
          List.of("a release", "b release", "c release"),
          recorder.take().stream().sorted().toList());
    }
  }

  @Test
  void shouldBeFreedWhileTheThreadsThatUsedItLive() {
    Collected.await(new WeakReference<>(usedAndForgotten()));
  }

  private NotifierCore usedAndForgotten() {
    NotifierCore used = NotifierCore.create();
    AddressSpace its = used.createSpace("its");
    its.subscribe(recorder.paired("a"), QUIET);
    its.end(its.begin(CLEAR, 0, 0x1000));
    return used;
  }

  @Test
  void shouldRefuseRegistrationInsideOnesOwnSection_R2_8() {
    Subscription subscription = space.subscribe(recorder.paired("a"), QUIET);
    long section = space.begin(CLEAR, 0, 0x1000);
    assertRule(Rule.R2_8, subscription::close);
    assertRule(Rule.R2_8, () -> space.subscribe(recorder.paired("b"), QUIET));
    assertRule(Rule.R2_8, space::release);
    space.end(section);
    assertTrue(subscription.live());
    subscription.close();
  }

  @Test
  void shouldRefuseClosingAnIntervalInsideOnesOwnSection_R2_8() {
    IntervalSubscription interval =
        space.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), QUIET);
    long section = space.begin(CLEAR, 0, 0x1000);
    assertRule(Rule.R2_8, interval::close);
    assertTrue(interval.live());
    space.end(section);
    interval.close();
    assertFalse(interval.live());
  }

  @Test
  void shouldRefuseClosingFromInsideACallback_R2_8() {
    Subscription[] mine = new Subscription[1];
    mine[0] =
        space.subscribe(
            recorder.paired("a", range -> assertRule(Rule.R2_8, () -> mine[0].close())), QUIET);
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), core.violations());
    assertTrue(mine[0].live());
  }

  @Test
  void shouldReleaseIntervalsThenListNewestFirstAndOnce_R4_4_R1_5() {
    Subscription old = space.subscribe(recorder.paired("old"), QUIET);
    IntervalSubscription interval =
        space.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), QUIET);
    space.subscribe(recorder.declining("new"), QUIET);
    space.release();
    assertEquals(List.of("i invalidate RELEASE", "new release", "old release"), recorder.take());
    space.release();
    old.close();
    assertEquals(List.of(), recorder.take());
    assertEquals(List.of(), core.spaces());

    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(
        List.of("i invalidate CLEAR"), recorder.take(), "intervals stay until they are closed");
    interval.close();
    space.end(space.begin(CLEAR, 0, 0x1000));
    assertEquals(List.of(), recorder.take());
  }

  @Test
  void shouldRefuseSubscribingAfterRelease_R4_4() {
    space.release();
    assertRule(Rule.R4_4, () -> space.subscribe(recorder.paired("a"), QUIET));
    assertRule(
        Rule.R4_4, () -> space.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), QUIET));
  }

  @Test
  void shouldTellAnIntervalOfTheExitOrRefuseIt_R4_4() throws InterruptedException {
    AtomicBoolean refused = new AtomicBoolean();
    for (int round = 0; round < 1_000; round++) {
      AddressSpace racing = core.createSpace("racing");
      refused.set(false);
      OtherThread.race(
          () -> {
            try {
              racing.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), QUIET);
            } catch (ContractException e) {
              refused.set(e.rule() == Rule.R4_4);
            }
          },
          racing::release);
      assertEquals(refused.get() ? List.of() : List.of("i invalidate RELEASE"), recorder.take());
    }
  }

  @Test
  void shouldReleaseOnceWhenCloseAndExitRace_R1_5() throws InterruptedException {
    for (int round = 0; round < 2_000; round++) {
      AddressSpace racing = core.createSpace("racing");
      Subscription subscription = racing.subscribe(recorder.releaseOnly("a"), QUIET);
      OtherThread.race(subscription::close, racing::release);
      assertEquals(List.of("a release"), recorder.take());
    }
  }
}

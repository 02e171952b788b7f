package mm.core;

import static mm.api.InvalidationEvent.CLEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mm.api.AddressSpace;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More threads than have a slot of their own: the others share some while a section is open. */
@Timeout(120)
class ManyThreadsTest {
  private static final int OWNERS = 256;
  private static final int OTHERS = 40;
  private static final Declaration QUIET = Declaration.neverBlocking("quiet");

  private final NotifierCore core =
      NotifierCore.create(CoreOptions.defaults().with(CoreOptions.Guards.OFF));
  private final AddressSpace space = core.createSpace("space");
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Recorder recorder = new Recorder();

  @BeforeEach
  void subscribe() {
    space.subscribe(new Recorder().paired("resident"), QUIET);
  }

  private void pair() {
    space.end(space.begin(CLEAR, 0, 0x1000));
  }

  /** Begins, as that many threads, what they end when it is over; returns when all have begun. */
  private void beginOn(int count) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Thread thread =
          new Thread(
              () -> {
                long outer = space.begin(CLEAR, 0, 0x1000);
                pair(); // its end must not give up the slot of the outer one
                begun.countDown();
                awaitOver();
                space.end(outer);
              });
      threads.add(thread);
      thread.start();
    }
    begun.await();
  }

  private void awaitOver() {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void endAll() throws InterruptedException {
    over.countDown();
    for (Thread each : threads) {
      each.join();
    }
  }

  @Test
  void shouldSeeTheSectionsOfAllOfThem_R4_2() throws InterruptedException {
    beginOn(OWNERS + OTHERS);
    assertEquals(OWNERS + OTHERS, space.openSections().size());
    Subscription newcomer = space.subscribe(recorder.paired("newcomer"), QUIET);
    assertFalse(newcomer.settled());
    endAll();
    assertTrue(newcomer.settled());
    assertEquals(List.of(), space.openSections());
    assertEquals(List.of(), recorder.take(), "its sections are all older");
  }

  /** Each takes a shared slot for its sections; there are fewer slots than such threads. */
  @Test
  void shouldGiveASharedSlotBack() throws InterruptedException {
    beginOn(OWNERS);
    IntervalSubscription interval =
        space.subscribe(0, 0x1000, recorder.interval("i", Answer.DONE), QUIET);
    for (int i = 0; i < Slots.COUNT; i++) {
      visitor();
    }
    assertEquals(OWNERS, space.openSections().size());
    endAll();
    interval.close(); // waits for no search of a thread that has gone
  }

  /** Since JDK 19 such a thread holds on to what it ran: perhaps the classes of a driver. */
  @Test
  void shouldForgetAThreadThatHasDied() throws InterruptedException {
    WeakReference<Thread> gone = new WeakReference<>(visitor());
    space.subscribe(recorder.paired("newcomer"), QUIET).close();
    Collected.await(gone);
  }

  private Thread visitor() throws InterruptedException {
    Thread visitor = new Thread(this::pair);
    visitor.start();
    visitor.join();
    return visitor;
  }
}

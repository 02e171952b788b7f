package mm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.Admission;
import mm.api.CoreOptions;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.Wait;
import mm.api.WaitCycle;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.Mutex;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who blocks whom is named. In each test one side waits at a queue, so that the test can let both
 * go in the end.
 */
@Timeout(120)
class DeadlockTest {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(1);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  /** Its own watchdog never finds a wait long enough: the tests look, at a time of their choice. */
  private final Core core = new Core(CoreOptions.defaults().withWaitLimit(HOUR));

  private final WaitSurvey survey = new WaitSurvey(core.waits().board(), LIMIT);
  private final AddressSpace desktop = core.createSpace("desktop");
  private final AddressSpace guest = core.createSpace("guest");
  private final TwoDrivers.Sharing i915 = new TwoDrivers.Graphics();
  private final TwoDrivers.Sharing gntdev = new TwoDrivers.Grants();
  private final OtherThread first = new OtherThread();
  private final OtherThread second = new OtherThread();
  private final List<CompletableFuture<Void>> stuck = new ArrayList<>();
  private volatile boolean done;
  private WaitQueue idle;

  @BeforeEach
  void attach() {
    assertEquals(new Admission.Admitted("i915"), core.drivers().admit(i915));
    assertEquals(new Admission.Admitted("gntdev"), core.drivers().admit(gntdev));
    core.drivers().attach("i915", desktop);
    core.drivers().attach("gntdev", guest);
    idle = i915.context.waitQueue("idle");
    first.run(idle::wakeAll); // so that it is known who wakes it
  }

  @AfterEach
  void letGo() {
    done = true;
    idle.wakeAll();
    stuck.forEach(CompletableFuture::join);
    first.close();
    second.close();
    core.close();
  }

  private void awaitIdle() {
    idle.await(() -> done, HOUR);
  }

  private static void change(AddressSpace space) {
    space.end(space.begin(InvalidationEvent.UNMAP, 0x1000, 0x2000));
  }

  private void waitingAre(int count) {
    while (core.waits().board().all().size() < count) {
      Thread.onSpinWait();
    }
  }

  /** A look as if everybody had waited for longer than the limit. */
  private List<WaitCycle> look() {
    return survey.look(System.nanoTime() + 2 * LIMIT);
  }

  private static List<String> ports(WaitCycle cycle) {
    return cycle.waits().stream().map(Wait::port).sorted().toList();
  }

  /** The second thread waits for the first; the first does what the test says, for the second. */
  private WaitCycle deadlock(Runnable byFirst) throws InterruptedException {
    stuck.add(second.submit(this::awaitIdle));
    waitingAre(1);
    stuck.add(first.submit(byFirst));
    waitingAre(2);
    List<WaitCycle> found = look();
    while (found.isEmpty()) { // a thread before a lock of the JDK may not have come so far
      Thread.onSpinWait();
      found = look();
    }
    assertEquals(1, found.size(), found::toString);
    return found.get(0);
  }

  @Test
  void shouldNameTheDriversThatBlockEachOther() {
    Mutex buffer = gntdev.context.mutex("lock");
    CountDownLatch both = new CountDownLatch(2);
    i915.onStart =
        () -> {
          meet(both);
          buffer.lock();
          buffer.unlock();
        };
    gntdev.onStart =
        () -> {
          buffer.lock();
          meet(both);
          awaitIdle();
          buffer.unlock();
        };
    stuck.add(first.submit(() -> change(desktop)));
    stuck.add(second.submit(() -> change(guest)));
    waitingAre(2);
    List<WaitCycle> found = look();
    assertEquals(1, found.size(), found::toString);
    WaitCycle cycle = found.get(0);
    assertEquals(Set.of("i915", "gntdev"), Set.copyOf(cycle.drivers()));
    assertEquals(List.of("mutex gntdev.lock", "wait queue i915.idle"), ports(cycle));
    for (Wait each : cycle.waits()) {
      assertEquals(each.driver().equals("i915") ? "desktop" : "guest", each.space());
      assertEquals("start of UNMAP [0x1000, 0x2000)", each.callback());
    }
    assertEquals(List.of(), look(), "the same again is no news");
    assertEquals(1, core.waitGraph().cycles().size(), "but it is still there");
  }

  private static void meet(CountDownLatch latch) {
    latch.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldSeeACloseThatWaitsForTheSectionOfWhomItBlocks() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    gntdev.onStart =
        () -> {
          inside.countDown();
          awaitIdle();
        };
    stuck.add(second.submit(() -> change(guest)));
    inside.await();
    stuck.add(first.submit(() -> gntdev.subscription.close()));
    waitingAre(2);
    WaitCycle cycle = look().get(0);
    assertEquals(
        List.of("open sections in guest to close a subscription", "wait queue i915.idle"),
        ports(cycle));
    assertEquals(List.of("gntdev"), cycle.drivers(), "both on its behalf");
  }

  @Test
  void shouldSeeAReaderThatWaitsForAnEpochOfWhomItBlocks() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    IntervalSubscription interval =
        guest.subscribe(
            0x1000,
            0x2000,
            (its, range, sequence) -> {
              its.setSequence(sequence);
              inside.countDown();
              awaitIdle();
              return Answer.DONE;
            },
            Declaration.neverBlocking("reader"));
    stuck.add(second.submit(() -> change(guest)));
    inside.await();
    stuck.add(first.submit(() -> interval.readBegin(HOUR)));
    waitingAre(2);
    assertEquals(
        List.of("the open epoch in guest to read an interval", "wait queue i915.idle"),
        ports(look().get(0)));
  }

  @Test
  void shouldSeeASpinLock() throws InterruptedException {
    SpinLock lock = gntdev.context.spinLock("leaf");
    second.run(lock::lock);
    WaitCycle cycle =
        deadlock(
            () -> {
              lock.lock();
              lock.unlock();
            });
    assertEquals(List.of("spin lock gntdev.leaf", "wait queue i915.idle"), ports(cycle));
    stuck.add(second.submit(lock::unlock));
  }

  @Test
  void shouldSeeAWorkerThatIsFlushed() {
    Worker worker = gntdev.context.worker("bottom half");
    worker.submit(this::awaitIdle);
    waitingAre(1);
    stuck.add(first.submit(worker::flush));
    waitingAre(2);
    assertEquals(
        List.of("wait queue i915.idle", "worker gntdev.bottom half"), ports(look().get(0)));
  }

  /** Such as a caller's lock around its memory map, which is no port. */
  @Test
  void shouldSeeALockOfTheJdkInBetween() throws InterruptedException {
    Object monitor = new Object();
    CountDownLatch owned = new CountDownLatch(1);
    stuck.add(
        second.submit(
            () -> {
              synchronized (monitor) {
                owned.countDown();
                awaitIdle();
              }
            }));
    owned.await();
    waitingAre(1);
    stuck.add(
        first.submit(
            () -> {
              synchronized (monitor) {
                done = true;
              }
            }));
    List<WaitCycle> found = look();
    while (found.isEmpty()) { // until the first thread stands before the monitor
      Thread.onSpinWait();
      found = look();
    }
    assertTrue(found.get(0).toString().contains("Java lock java.lang.Object@"), found::toString);
  }

  @Test
  void shouldNotTakeASlowWaitForADeadlock() {
    Mutex lock = gntdev.context.mutex("lock");
    second.run(lock::lock);
    stuck.add(
        first.submit(
            () -> {
              lock.lock();
              lock.unlock();
            }));
    waitingAre(1);
    assertEquals(List.of(), look(), "its owner runs");
    WaitQueue slow = i915.context.waitQueue("slow");
    slow.wakeAll(); // by this thread, which runs
    stuck.add(
        second.submit(
            () -> {
              slow.await(() -> done, HOUR);
              lock.unlock();
            }));
    waitingAre(2);
    assertEquals(List.of(), look(), "its owner waits for somebody who runs");
    done = true;
    slow.wakeAll();
  }

  @Test
  void shouldNotGuessWhoWakesAQueueThatNobodyWokeYet() {
    WaitQueue one = i915.context.waitQueue("one");
    stuck.add(first.submit(() -> one.await(() -> done, HOUR)));
    stuck.add(second.submit(this::awaitIdle));
    waitingAre(2);
    assertEquals(List.of(), look());
    done = true;
    one.wakeAll();
  }

  @Test
  void shouldNotHoldAThreadForItsOwnWaker() {
    stuck.add(first.submit(this::awaitIdle)); // it woke it before, but so may others
    waitingAre(1);
    assertEquals(List.of(), look());
  }

  @Test
  void shouldCountOnWhoeverHasASectionOpen() {
    Mutex lock = gntdev.context.mutex("lock");
    second.run(lock::lock);
    stuck.add(second.submit(this::awaitIdle));
    stuck.add(first.submit(lock::lock));
    waitingAre(2);
    long section = guest.begin(InvalidationEvent.UNMAP, 0x1000, 0x2000);
    assertEquals(List.of(), look(), "its end may wake the queue");
    guest.end(section);
    assertEquals(1, look().size());
    stuck.add(second.submit(lock::unlock));
  }

  @Test
  void shouldNotConcludeFromAWakerThatHasEnded() throws InterruptedException {
    Thread gone = new Thread(idle::wakeAll);
    gone.start();
    gone.join();
    SpinLock lock = gntdev.context.spinLock("leaf");
    second.run(lock::lock);
    stuck.add(second.submit(this::awaitIdle));
    stuck.add(first.submit(lock::lock)); // it woke the queue once, but so did the other
    waitingAre(2);
    assertEquals(List.of(), look());
    stuck.add(second.submit(lock::unlock));
  }

  @Test
  void shouldNotLookBeforeSomebodyHasWaitedForLong() {
    Mutex lock = gntdev.context.mutex("lock");
    second.run(lock::lock);
    stuck.add(second.submit(this::awaitIdle));
    stuck.add(first.submit(lock::lock));
    waitingAre(2);
    assertEquals(List.of(), new WaitSurvey(core.waits().board(), HOUR).look(System.nanoTime()));
    assertEquals(1, look().size());
    stuck.add(second.submit(lock::unlock));
  }

  @Test
  void shouldFindTheBoardEmptyWhenNobodyWaits() {
    Mutex lock = gntdev.context.mutex("lock");
    lock.lock();
    lock.unlock();
    assertFalse(idle.await(() -> false, 0));
    assertEquals(List.of(), core.waitGraph().waits());
  }

  /** Threads that never deadlock, since they keep one order, under a survey that never pauses. */
  @Test
  void shouldFindNoDeadlockAmongThreadsThatKeepOneOrder() {
    Mutex outer = i915.context.mutex("outer");
    Mutex inner = gntdev.context.mutex("inner");
    Runnable inOrder =
        () -> {
          while (!done) {
            outer.lock();
            inner.lock();
            inner.unlock();
            outer.unlock();
            inner.lock();
            inner.unlock();
          }
        };
    stuck.add(first.submit(inOrder));
    stuck.add(second.submit(inOrder));
    for (int i = 0; i < 300; i++) {
      assertEquals(List.of(), look());
    }
  }
}

package mm.tck.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.SharedSubscription;
import mm.api.Subscription;
import mm.spi.Declaration;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.Mutex;
import mm.spi.Notifier;
import mm.spi.NotifierFamily;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;

/**
 * What a driver may use, by hand: pages, locks that know who holds them, one wait queue with its
 * clock, one mutex and one worker. Subscriptions are either only written down, and the test calls
 * the notifier; or the engine's, where they are half of the protocol.
 */
public final class FakeContext implements DriverContext {
  private final HeldLocks held = new HeldLocks();
  private final FakePages pages = new FakePages(held);
  private final FakeMutex mutex = new FakeMutex(held);
  private final FakeQueue queue;
  private final Worker worker;
  private final AddressSpace space;
  private final Declaration declaration;
  private Map<String, String> options = Map.of();
  private Notifier notifier;

  /**
   * One whose subscriptions are written down.
   *
   * @param queue its wait queue and clock
   * @param worker its worker
   */
  public FakeContext(FakeQueue queue, Worker worker) {
    this.queue = queue;
    this.worker = worker;
    space = null;
    declaration = null;
    queue.owner(held);
  }

  /**
   * One in whose space the engine tells the driver.
   *
   * @param core whose space
   * @param declaration what the driver declares
   * @param queue its wait queue and clock
   * @param worker its worker
   */
  public FakeContext(NotifierCore core, Declaration declaration, FakeQueue queue, Worker worker) {
    this.queue = queue;
    this.worker = worker;
    this.declaration = declaration;
    space = core.createSpace("space", pages);
    queue.owner(held);
  }

  /**
   * Sets what happens at each step of whoever uses this context: before a lock is taken, after one
   * was given back, and around each look at the tables, unless the thread holds a lock.
   *
   * @param step run by the thread that takes the step
   */
  public void atEachStep(Runnable step) {
    held.atEachStep(step);
  }

  /**
   * Sets the driver's options.
   *
   * @param values by name, without the driver's id
   */
  public void options(Map<String, String> values) {
    options = Map.copyOf(values);
  }

  /**
   * The tables.
   *
   * @return always the same
   */
  public FakePages fakePages() {
    return pages;
  }

  /**
   * The one mutex.
   *
   * @return always the same
   */
  public FakeMutex fakeMutex() {
    return mutex;
  }

  /**
   * The notifier that the driver subscribed.
   *
   * @param type its class
   * @param <N> its class
   * @return the last one
   */
  public <N extends Notifier> N notifier(Class<N> type) {
    return type.cast(notifier);
  }

  @Override
  public AddressSpace space() {
    if (space == null) {
      throw new UnsupportedOperationException("there is no engine here");
    }
    return space;
  }

  @Override
  public PageSource pages() {
    return pages;
  }

  @Override
  public Subscription subscribe(Notifier subscriber) {
    refuseLocks();
    notifier = subscriber;
    return space == null ? new FakeSubscription() : space.subscribe(subscriber, declaration);
  }

  @Override
  public IntervalSubscription subscribe(long start, long end, IntervalNotifier subscriber) {
    refuseLocks();
    return space().subscribe(start, end, subscriber, declaration);
  }

  @Override
  public <N extends Notifier> SharedSubscription<N> acquire(NotifierFamily<N> family) {
    refuseLocks();
    if (space != null) {
      return space.acquire(family);
    }
    N made = family.allocate(null);
    notifier = made;
    return new FakeShared<>(made);
  }

  private void refuseLocks() {
    assertEquals(0, held.count(), "nothing is subscribed under a lock");
  }

  @Override
  public SpinLock spinLock(String name) {
    return new FakeLock(held);
  }

  @Override
  public Mutex mutex(String name) {
    return mutex;
  }

  @Override
  public WaitQueue waitQueue(String name) {
    return queue;
  }

  @Override
  public Worker worker(String name) {
    return worker;
  }

  @Override
  public long nanoTime() {
    return queue.now();
  }

  @Override
  public String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }
}

package drivers.hfi1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.locks.ReentrantLock;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.NotifierCore;
import mm.api.Subscription;
import mm.spi.Declaration;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.Mutex;
import mm.spi.Notifier;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;

/** The engine's subscriptions, since they are half of the protocol; all the rest by hand. */
final class FakeContext implements DriverContext {
  private static final Declaration DECLARATION = Declaration.neverBlocking("hfi1");

  private final AddressSpace space;
  private final FakePages pages = new FakePages(this);
  private final FakeWorker engine = new FakeWorker();
  private final ThreadLocal<Integer> locksHeld = ThreadLocal.withInitial(() -> 0);
  private long now = 1000;

  FakeContext(NotifierCore core) {
    space = core.createSpace("space", pages);
  }

  /** How many spin locks the calling thread holds. */
  int locksHeld() {
    return locksHeld.get();
  }

  FakePages fakePages() {
    return pages;
  }

  /** Ends the transfers and unpins. */
  FakeWorker engine() {
    return engine;
  }

  void advance(long nanos) {
    now += nanos;
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public PageSource pages() {
    return pages;
  }

  @Override
  public Subscription subscribe(Notifier notifier) {
    return space.subscribe(notifier, DECLARATION);
  }

  @Override
  public IntervalSubscription subscribe(long start, long end, IntervalNotifier notifier) {
    assertEquals(0, locksHeld(), "nothing is subscribed under a lock");
    return space.subscribe(start, end, notifier, DECLARATION);
  }

  @Override
  public SpinLock spinLock(String name) {
    return new FakeLock();
  }

  @Override
  public Mutex mutex(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public WaitQueue waitQueue(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Worker worker(String name) {
    return engine;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  private final class FakeLock implements SpinLock {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void lock() {
      assertEquals(0, locksHeld(), "spin locks are leaves");
      lock.lock();
      locksHeld.set(locksHeld.get() + 1);
    }

    @Override
    public void unlock() {
      locksHeld.set(locksHeld.get() - 1);
      lock.unlock();
    }
  }
}

package drivers.iommu;

import java.util.concurrent.locks.ReentrantLock;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.Subscription;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;
import mm.spi.Mutex;
import mm.spi.Notifier;
import mm.spi.PageSource;
import mm.spi.SpinLock;
import mm.spi.WaitQueue;
import mm.spi.Worker;
import org.mockito.Mockito;

/**
 * What a driver of this kind may use: pages, one subscription, spin locks, a wait queue, time, a
 * worker.
 */
final class FakeContext implements DriverContext {
  private final FakePages pages = new FakePages(this);
  private final ThreadLocal<Integer> locksHeld = ThreadLocal.withInitial(() -> 0);
  private final FakeQueue queue;
  private final Worker worker;
  private Notifier notifier;

  FakeContext(FakeQueue queue, Worker worker) {
    this.queue = queue;
    this.worker = worker;
    queue.owner(this);
  }

  /** How many spin locks the calling thread holds. */
  int locksHeld() {
    return locksHeld.get();
  }

  FakePages fakePages() {
    return pages;
  }

  /** What the driver subscribed. */
  SvaNotifier notifier() {
    return (SvaNotifier) notifier;
  }

  @Override
  public AddressSpace space() {
    throw new UnsupportedOperationException();
  }

  @Override
  public PageSource pages() {
    return pages;
  }

  @Override
  public Subscription subscribe(Notifier subscriber) {
    notifier = subscriber;
    return Mockito.mock(Subscription.class);
  }

  @Override
  public IntervalSubscription subscribe(long start, long end, IntervalNotifier subscriber) {
    throw new UnsupportedOperationException();
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

  private final class FakeLock implements SpinLock {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void lock() {
      if (lock.isHeldByCurrentThread()) {
        throw new IllegalStateException("taken twice");
      }
      lock.lock();
      locksHeld.set(locksHeld.get() + 1);
    }

    @Override
    public void unlock() {
      if (!lock.isHeldByCurrentThread()) {
        throw new IllegalStateException("not held");
      }
      locksHeld.set(locksHeld.get() - 1);
      lock.unlock();
    }
  }
}

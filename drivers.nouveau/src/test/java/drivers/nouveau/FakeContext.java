package drivers.nouveau;

import static org.junit.jupiter.api.Assertions.assertFalse;

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
  private static final Declaration DECLARATION = Declaration.declining("nouveau");

  private final AddressSpace space;
  private final FakeMutex mutex = new FakeMutex();
  private final FakePages pages = new FakePages(mutex);
  private long now = 1000;

  FakeContext(NotifierCore core) {
    space = core.createSpace("space", pages);
  }

  FakeMutex fakeMutex() {
    return mutex;
  }

  FakePages fakePages() {
    return pages;
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
    assertFalse(mutex.heldByThisThread(), "nothing is subscribed under the mutex");
    return space.subscribe(start, end, notifier, DECLARATION);
  }

  @Override
  public SpinLock spinLock(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Mutex mutex(String name) {
    return mutex;
  }

  @Override
  public WaitQueue waitQueue(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Worker worker(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long nanoTime() {
    return now;
  }
}

package mm.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mm.api.AddressSpace;
import mm.api.InvalidationEvent;
import mm.spi.DriverContext;
import mm.spi.Mutex;
import mm.spi.WaitQueue;

/**
 * Two threads that block each other until the end: the left one has a section open, holds a mutex
 * and waits for a queue that only the right one wakes, which waits for the mutex.
 */
final class Deadlock {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final AddressSpace space;
  private final Mutex lock;
  private final WaitQueue idle;
  private final CountDownLatch taken = new CountDownLatch(1);
  private final Thread left = new Thread(this::waitForTheRight, "left");
  private final Thread right = new Thread(this::waitForTheLeft, "right");
  private volatile boolean over;

  Deadlock(DriverContext context, AddressSpace space) {
    this.space = space;
    lock = context.mutex("lock");
    idle = context.waitQueue("idle");
  }

  void begin() throws InterruptedException {
    left.start();
    taken.await();
    right.start();
  }

  private void waitForTheRight() {
    long section = space.begin(InvalidationEvent.UNMAP, 0x10000, 0x11000);
    lock.lock();
    taken.countDown();
    idle.await(() -> over, HOUR);
    lock.unlock();
    space.end(section);
  }

  private void waitForTheLeft() {
    idle.wakeAll();
    lock.lock();
    lock.unlock();
  }

  void end() throws InterruptedException {
    over = true;
    idle.wakeAll();
    left.join();
    right.join();
  }
}

package drivers.nouveau;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import mm.spi.Mutex;

/** A mutex that counts how often it was asked for, and can be taken away. */
final class FakeMutex implements Mutex {
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger waits = new AtomicInteger();
  private volatile boolean busy;

  boolean heldByThisThread() {
    return lock.isHeldByCurrentThread();
  }

  /** How often a caller was ready to wait. */
  int waits() {
    return waits.get();
  }

  /** Lets nobody have it who is not ready to wait. */
  void keepBusy() {
    busy = true;
  }

  @Override
  public void lock() {
    refuseReentry();
    waits.incrementAndGet();
    lock.lock();
  }

  @Override
  public boolean tryLock() {
    refuseReentry();
    return !busy && lock.tryLock();
  }

  private void refuseReentry() {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("taken twice");
    }
  }

  @Override
  public void unlock() {
    lock.unlock();
  }
}

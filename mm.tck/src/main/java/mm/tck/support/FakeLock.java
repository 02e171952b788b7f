package mm.tck.support;

import java.util.concurrent.locks.ReentrantLock;
import mm.spi.SpinLock;

/** A spin lock that refuses to be taken under another lock. */
final class FakeLock implements SpinLock {
  private final ReentrantLock lock = new ReentrantLock();
  private final HeldLocks held;

  FakeLock(HeldLocks held) {
    this.held = held;
  }

  @Override
  public void lock() {
    held.refuseSpinLocks();
    held.pass();
    lock.lock();
    held.spinLockTaken();
  }

  @Override
  public void unlock() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("not held");
    }
    held.spinLockGiven();
    lock.unlock();
    held.pass();
  }
}

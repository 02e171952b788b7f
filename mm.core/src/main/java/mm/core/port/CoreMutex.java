package mm.core.port;

import java.util.concurrent.locks.ReentrantLock;
import mm.core.port.WaitGuard.LockKind;
import mm.spi.Mutex;

/** A mutex; the JDK's lock without its re-entry. */
final class CoreMutex implements Mutex {
  private final String port;
  private final WaitGuard guard;
  private final ReentrantLock lock = new ReentrantLock();

  CoreMutex(String name, WaitGuard guard) {
    port = "mutex " + name;
    this.guard = guard;
  }

  @Override
  public void lock() {
    guard.aboutToWait(port);
    refuseReentry();
    lock.lock();
    guard.locked(port, LockKind.MUTEX);
  }

  @Override
  public boolean tryLock() {
    refuseReentry();
    boolean taken = lock.tryLock();
    if (taken) {
      guard.locked(port, LockKind.MUTEX);
    }
    return taken;
  }

  private void refuseReentry() {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(port + " is held by this thread already");
    }
  }

  @Override
  public void unlock() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(port + " is not held by this thread");
    }
    guard.unlocked(port, LockKind.MUTEX);
    lock.unlock();
  }
}

package mm.core.port;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import mm.api.Wait;
import mm.core.port.WaitGuard.LockKind;
import mm.spi.Mutex;

/** A mutex; the JDK's lock without its re-entry. */
final class CoreMutex implements Mutex {
  private final String port;
  private final WaitGuard guard;
  private final Owned lock = new Owned();

  /** Tells its owner. */
  private static final class Owned extends ReentrantLock {
    private static final long serialVersionUID = 1;

    List<String> owner() {
      Thread owner = getOwner();
      return owner == null ? List.of() : List.of(Waiting.nameOf(owner));
    }
  }

  CoreMutex(String name, WaitGuard guard) {
    port = "mutex " + name;
    this.guard = guard;
  }

  @Override
  public void lock() {
    guard.aboutToWait(port);
    refuseReentry();
    if (!lock.tryLock()) {
      lockTaken();
    }
    guard.locked(port, LockKind.MUTEX);
  }

  private void lockTaken() {
    Waiting wait = guard.waits(port, Wait.Needs.ALL, lock::owner);
    try {
      lock.lock();
    } finally {
      guard.board().over(wait);
    }
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

package mm.core.port;

import java.util.concurrent.atomic.AtomicReference;
import mm.core.port.WaitGuard.LockKind;
import mm.spi.SpinLock;

/** A spin lock that yields when the holder seems to be descheduled. */
final class CoreSpinLock implements SpinLock {
  private static final int SPINS_BEFORE_YIELD = 100;

  private final String name;
  private final WaitGuard guard;
  private final AtomicReference<Thread> holder = new AtomicReference<>();

  CoreSpinLock(String name, WaitGuard guard) {
    this.name = "spin lock " + name;
    this.guard = guard;
  }

  @Override
  public void lock() {
    Thread me = Thread.currentThread();
    if (holder.get() == me) {
      throw new IllegalStateException(name + " is held by this thread already");
    }
    for (int spins = 0; !holder.compareAndSet(null, me); spins++) {
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    guard.locked(name, LockKind.SPIN);
  }

  @Override
  public void unlock() {
    if (holder.get() != Thread.currentThread()) {
      throw new IllegalStateException(name + " is not held by this thread");
    }
    guard.unlocked(name, LockKind.SPIN);
    holder.set(null);
  }
}

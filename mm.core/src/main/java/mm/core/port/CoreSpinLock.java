package mm.core.port;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mm.api.Wait;
import mm.core.port.WaitGuard.LockKind;
import mm.spi.SpinLock;

/** A spin lock that yields when the holder seems to be descheduled. */
final class CoreSpinLock implements SpinLock {
  private static final int SPINS_BEFORE_YIELD = 100;

  /** Who has yielded so often does not wait for somebody who is just leaving. */
  private static final int SPINS_BEFORE_SHOWN = 1_000;

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
    if (!spin(me, SPINS_BEFORE_SHOWN)) {
      spinTaken(me);
    }
    guard.locked(name, LockKind.SPIN);
  }

  /** Takes the lock; false when it was taken for so many turns. */
  private boolean spin(Thread me, int turns) {
    for (int spins = 0; !holder.compareAndSet(null, me); spins++) {
      if (spins == turns) {
        return false;
      }
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return true;
  }

  private void spinTaken(Thread me) {
    Waiting wait = guard.waits(name, Wait.Needs.ALL, this::owner);
    try {
      while (!spin(me, Integer.MAX_VALUE)) {
        Thread.yield();
      }
    } finally {
      guard.board().over(wait);
    }
  }

  private List<String> owner() {
    Thread owner = holder.get();
    return owner == null ? List.of() : List.of(Waiting.nameOf(owner));
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

package mm.core.port;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import mm.api.Wait;
import mm.spi.WaitQueue;

/**
 * A wait queue. The condition is evaluated under the queue's own lock, which {@link #wakeAll} takes
 * too: a change made before wakeAll is seen either by the evaluation or by the wake-up.
 */
final class CoreWaitQueue implements WaitQueue {
  private final String port;
  private final WaitGuard guard;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Wakers wakers = new Wakers(); // guarded by lock

  CoreWaitQueue(String name, WaitGuard guard) {
    port = "wait queue " + name;
    this.guard = guard;
  }

  @Override
  public boolean await(BooleanSupplier condition, long timeoutNanos) {
    guard.aboutToWait(port);
    lock.lock();
    try {
      return condition.getAsBoolean() || timeoutNanos > 0 && awaitTrue(condition, timeoutNanos);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitTrue(BooleanSupplier condition, long timeoutNanos) {
    long deadline = System.nanoTime() + timeoutNanos;
    boolean interrupted = false;
    Thread me = Thread.currentThread();
    Waiting wait = guard.waits(port, Wait.Needs.ONE, () -> wakers(me));
    try {
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        interrupted |= awaitInterrupted(left);
      }
      return true;
    } finally {
      guard.board().over(wait);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Who can wake a thread: whoever woke the queue before, and whoever has a section open, since its
   * end is a callback that may. Nobody, when nobody else woke it before: then one cannot tell.
   */
  private List<String> wakers(Thread waiter) {
    if (!lock.tryLock()) {
      return List.of(); // somebody is at it right now
    }
    try {
      Set<String> names = new LinkedHashSet<>(wakers.names());
      names.remove(Waiting.nameOf(waiter));
      if (!names.isEmpty()) {
        names.addAll(guard.inSections());
        names.remove(Waiting.nameOf(waiter));
      }
      return List.copyOf(names);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitInterrupted(long nanos) {
    try {
      woken.awaitNanos(nanos);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void wakeAll() {
    lock.lock();
    try {
      wakers.woke(Thread.currentThread());
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

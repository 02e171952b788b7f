package mm.core.port;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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

  CoreWaitQueue(String name, WaitGuard guard) {
    port = "wait queue " + name;
    this.guard = guard;
  }

  @Override
  public boolean await(BooleanSupplier condition, long timeoutNanos) {
    guard.aboutToWait(port);
    boolean interrupted = false;
    lock.lock();
    try {
      long deadline = System.nanoTime() + timeoutNanos;
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        interrupted |= awaitInterrupted(left);
      }
      return true;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

package mm.tck.support;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import mm.spi.Mutex;

/** A mutex that counts how often it was asked for, and can be taken away. */
public final class FakeMutex implements Mutex {
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger waits = new AtomicInteger();
  private final HeldLocks held;
  private volatile boolean busy;

  /** Makes one that belongs to no context. */
  public FakeMutex() {
    this(new HeldLocks());
  }

  FakeMutex(HeldLocks held) {
    this.held = held;
  }

  /**
   * Tells who has it.
   *
   * @return true when the calling thread does
   */
  public boolean heldByThisThread() {
    return lock.isHeldByCurrentThread();
  }

  /**
   * How often a caller was ready to wait.
   *
   * @return at least 0
   */
  public int waits() {
    return waits.get();
  }

  /** Lets nobody have it who is not ready to wait. */
  public void keepBusy() {
    busy = true;
  }

  @Override
  public void lock() {
    held.refuseSpinLocks();
    refuseReentry();
    held.pass();
    waits.incrementAndGet();
    lock.lock();
    held.taken();
  }

  @Override
  public boolean tryLock() {
    refuseReentry();
    held.pass();
    boolean taken = !busy && lock.tryLock();
    if (taken) {
      held.taken();
    }
    return taken;
  }

  private void refuseReentry() {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("taken twice");
    }
  }

  @Override
  public void unlock() {
    lock.unlock();
    held.given();
    held.pass();
  }
}

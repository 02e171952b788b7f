package mm.tck.support;

import java.util.function.BooleanSupplier;
import mm.spi.WaitQueue;

/**
 * A wait queue and the clock that goes with it. The stepped kind has one thread: what the other
 * thread would do during a wait is given as a step, and a wait in vain takes exactly its timeout.
 */
public abstract class FakeQueue implements WaitQueue {
  private HeldLocks held = new HeldLocks();

  private FakeQueue() {}

  void owner(HeldLocks locks) {
    held = locks;
  }

  /**
   * The clock.
   *
   * @return nanoseconds
   */
  public abstract long now();

  abstract boolean doAwait(BooleanSupplier condition, long nanos);

  abstract void doWake();

  @Override
  public final boolean await(BooleanSupplier condition, long timeoutNanos) {
    held.refuseSpinLocks();
    return condition.getAsBoolean() || doAwait(condition, timeoutNanos);
  }

  @Override
  public final void wakeAll() {
    held.refuseSpinLocks();
    doWake();
  }

  /** One thread. */
  public static final class Stepped extends FakeQueue {
    private Runnable step = () -> {};
    private long now = 1000;
    private int waits;
    private int wakes;

    /** Makes one at time 1000, in whose waits nothing happens. */
    public Stepped() {}

    /**
     * Sets what happens during each wait.
     *
     * @param other what the other thread does
     */
    public void whileWaiting(Runnable other) {
      step = other;
    }

    /**
     * Lets time pass.
     *
     * @param nanos how much
     */
    public void advance(long nanos) {
      now += nanos;
    }

    /**
     * How often somebody had to wait.
     *
     * @return at least 0
     */
    public int waits() {
      return waits;
    }

    /**
     * How often everybody was woken.
     *
     * @return at least 0
     */
    public int wakes() {
      return wakes;
    }

    @Override
    public long now() {
      return now;
    }

    @Override
    boolean doAwait(BooleanSupplier condition, long nanos) {
      waits++;
      int before = wakes;
      step.run();
      boolean woken = wakes > before && condition.getAsBoolean();
      now += woken ? 1 : nanos;
      return woken;
    }

    @Override
    void doWake() {
      wakes++;
    }
  }

  /** Several threads. */
  public static final class Threaded extends FakeQueue {
    /** Makes one that goes by the real clock. */
    public Threaded() {}

    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    synchronized boolean doAwait(BooleanSupplier condition, long nanos) {
      long deadline = now() + nanos;
      while (!condition.getAsBoolean()) {
        long left = (deadline - now()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return true;
    }

    @Override
    synchronized void doWake() {
      notifyAll();
    }
  }
}

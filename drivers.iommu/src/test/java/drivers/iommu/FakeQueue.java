package drivers.iommu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.BooleanSupplier;
import mm.spi.WaitQueue;

/**
 * A wait queue and the clock that goes with it. The stepped kind has one thread: what the other
 * thread would do during a wait is given as a step, and a wait in vain takes exactly its timeout.
 */
abstract class FakeQueue implements WaitQueue {
  private FakeContext context;

  void owner(FakeContext owner) {
    context = owner;
  }

  abstract long now();

  abstract boolean doAwait(BooleanSupplier condition, long nanos);

  abstract void doWake();

  @Override
  public final boolean await(BooleanSupplier condition, long timeoutNanos) {
    assertEquals(0, context.locksHeld(), "nobody waits under a spin lock");
    return condition.getAsBoolean() || doAwait(condition, timeoutNanos);
  }

  @Override
  public final void wakeAll() {
    assertEquals(0, context.locksHeld(), "nobody is woken under a spin lock");
    doWake();
  }

  /** One thread. */
  static final class Stepped extends FakeQueue {
    private Runnable step = () -> {};
    private long now = 1000;
    private int waits;
    private int wakes;

    void whileWaiting(Runnable other) {
      step = other;
    }

    int waits() {
      return waits;
    }

    int wakes() {
      return wakes;
    }

    @Override
    long now() {
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
  static final class Threaded extends FakeQueue {
    @Override
    long now() {
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

package mm.tck.support;

/** How many locks the calling thread holds, and how many of them are spin locks. */
final class HeldLocks {
  private final ThreadLocal<Integer> held = ThreadLocal.withInitial(() -> 0);
  private final ThreadLocal<Integer> spinning = ThreadLocal.withInitial(() -> 0);

  private volatile Runnable step = () -> {};

  void atEachStep(Runnable taken) {
    step = taken;
  }

  /** Lets the test in, if nobody can be kept out by that. */
  void pass() {
    if (count() == 0) {
      step.run();
    }
  }

  int count() {
    return held.get();
  }

  /** Under a spin lock nothing else is taken. */
  void refuseSpinLocks() {
    if (spinning.get() != 0) {
      throw new IllegalStateException("spin locks are leaves, and this thread holds one");
    }
  }

  void spinLockTaken() {
    taken();
    spinning.set(spinning.get() + 1);
  }

  void spinLockGiven() {
    given();
    spinning.set(spinning.get() - 1);
  }

  void taken() {
    held.set(held.get() + 1);
  }

  void given() {
    held.set(held.get() - 1);
  }
}

package mm.spi;

import java.util.function.BooleanSupplier;
import org.osgi.annotation.versioning.ProviderType;

/** Threads that wait for a condition. */
@ProviderType
public interface WaitQueue {
  /**
   * Waits until a condition holds; it is evaluated at once and after each {@link #wakeAll}. In a
   * section that forbids waiting this is a violation of R1.1.
   *
   * @param condition read by the waiting thread without any lock; must be cheap
   * @param timeoutNanos the bound, in nanoseconds
   * @return the last value of the condition
   */
  boolean await(BooleanSupplier condition, long timeoutNanos);

  /**
   * Lets every waiter look at its condition again. Never waits for a waiter; allowed in every
   * callback, but not under a {@link SpinLock}. What the caller wrote before is visible to the
   * waiters.
   */
  void wakeAll();
}

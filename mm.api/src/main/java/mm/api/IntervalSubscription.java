package mm.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * An interval subscription: one notifier told of sections that overlap one range, and the reader's
 * half of the collision-retry protocol (Linux {@code mmu_interval_notifier}, 99cb252f5e68).
 *
 * <p>A device fault reads pages without holding a lock, and publishes what it read only if nothing
 * collided meanwhile:
 *
 * <pre>{@code
 * for (;;) {
 *   long sequence = subscription.readBegin(timeoutNanos);
 *   if (sequence == IntervalSubscription.TIMED_OUT) return BUSY;
 *   Page page = pages.fault(address, access);   // may wait; no lock held
 *   driverLock.lock();
 *   try {
 *     if (subscription.readRetry(sequence)) continue;
 *     publish(page);
 *     return MADE;
 *   } finally {
 *     driverLock.unlock();
 *   }
 * }
 * }</pre>
 *
 * <p>The notifier's {@code invalidate} takes the same driver lock, calls {@link #setSequence} and
 * removes what was published (R3.2).
 */
@ProviderType
public interface IntervalSubscription extends AutoCloseable {
  /** Answer of {@link #readBegin} when the epoch stayed open too long. Never a sequence. */
  long TIMED_OUT = 0L;

  /**
   * The space.
   *
   * @return where it was subscribed
   */
  AddressSpace space();

  /**
   * The range it listens to.
   *
   * @return the bounds given at subscription
   */
  AddressRange range();

  /**
   * Starts a read: waits while an epoch is open that has invalidated this subscription.
   *
   * <p><b>May wait:</b> yes, at most the given time; never call it from a callback or with a lock
   * that a callback takes.
   *
   * @param timeoutNanos the bound, in nanoseconds; 0 does not wait
   * @return the sequence for {@link #readRetry}, or {@link #TIMED_OUT} (R3.6)
   * @throws ContractException R2.8 called from a callback when it would have to wait
   */
  long readBegin(long timeoutNanos);

  /**
   * Tells whether the range was invalidated since {@link #readBegin}; authoritative only under the
   * driver's lock. Takes no lock, never waits: one volatile read.
   *
   * @param sequence what readBegin returned
   * @return true when what was read must be dropped
   */
  boolean readRetry(long sequence);

  /**
   * Records an invalidation; called by the notifier's {@code invalidate} under the driver's lock,
   * before or together with the removal of translations (R3.2).
   *
   * @param sequence what {@code invalidate} was given
   */
  void setSequence(long sequence);

  /**
   * Tells whether the subscription was closed.
   *
   * @return false once closed
   */
  boolean live();

  /**
   * Unsubscribes. After return no callback of this subscription runs or will run (R3.5). A second
   * close does nothing.
   *
   * <p><b>May wait:</b> for the end of an open epoch.
   *
   * @throws ContractException R2.8 when called inside a callback or one's own section
   */
  @Override
  void close();
}

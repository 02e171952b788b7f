package mm.spi;

import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A notifier told only of sections that overlap its range, by the collision-retry protocol; see
 * {@link IntervalSubscription}. It has no end: the engine closes the epoch.
 */
@ConsumerType
public interface IntervalNotifier {
  /**
   * Drops the translations of the range, or declines.
   *
   * <p>Takes the lock that guards {@link IntervalSubscription#readRetry}, calls {@link
   * IntervalSubscription#setSequence}, removes what it published in the range, unlocks (R3.2).
   *
   * <p><b>Called by</b> the thread that changes the memory, before the change, and once more with
   * event RELEASE over the whole space when the space dies.
   *
   * <p><b>May block:</b> only if {@code range.blocking()} allows (R1.1).
   *
   * <p><b>Locks held</b> by the caller: as for {@link PairedNotifier#start}.
   *
   * <p><b>Concurrency:</b> several invalidations of one epoch run at once with the same sequence;
   * it must not close its own subscription (R2.8) or start a VM operation (R1.6).
   *
   * <p><b>Answers and failures:</b> WOULD_BLOCK under FORBIDDEN declines the section at once:
   * nobody else is asked (R2.3). Under ALLOWED it breaks R1.2, is recorded and taken for DONE. An
   * exception is recorded (R1.8) and taken for the answer that the section allows.
   *
   * @param subscription which of the notifier's subscriptions
   * @param range what changes, not clipped to the subscription; valid during the call only
   * @param sequence what to set
   * @return the answer
   */
  Answer invalidate(IntervalSubscription subscription, InvalidationRange range, long sequence);
}

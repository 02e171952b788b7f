package mm.stress.device;

import mm.api.IntervalSubscription;

/** Planted bug: asks for a collision before it takes the lock, where the answer is only a hint. */
public final class HastyMirrorDevice extends MirrorDevice {
  @Override
  Fault publish(IntervalSubscription subscription, long sequence, Contents seen) {
    return subscription.readRetry(sequence) ? Fault.RETRY : map(seen);
  }
}

package mm.stress.device;

import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;

/** A device with one translation, kept true by the collision-retry protocol. */
public class MirrorDevice implements IntervalNotifier {
  /** Its declaration. */
  public static final Declaration DECLARATION = Declaration.neverBlocking("mirror");

  private Contents translation = Contents.NOTHING; // guarded by this

  @Override
  public final synchronized Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    subscription.setSequence(sequence);
    translation = Contents.NOTHING;
    return Answer.DONE;
  }

  /** One attempt of a device fault; never waits. */
  public final Fault fault(IntervalSubscription subscription, Memory memory) {
    long sequence = subscription.readBegin(0);
    return sequence == IntervalSubscription.TIMED_OUT
        ? Fault.BUSY
        : finish(subscription, sequence, memory);
  }

  /** What is left of an attempt after readBegin. */
  public final Fault finish(IntervalSubscription subscription, long sequence, Memory memory) {
    return publish(subscription, sequence, memory.read());
  }

  Fault publish(IntervalSubscription subscription, long sequence, Contents seen) {
    synchronized (this) {
      return subscription.readRetry(sequence) ? Fault.RETRY : map(seen);
    }
  }

  final synchronized Fault map(Contents seen) {
    translation = seen;
    return Fault.published(seen);
  }

  /** What the device sees now. */
  public final synchronized Contents translation() {
    return translation;
  }
}

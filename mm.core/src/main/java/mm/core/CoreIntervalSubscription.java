package mm.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;

/**
 * An interval subscription. Its sequence is always odd, so it can equal the space's sequence only
 * while an epoch is open.
 */
final class CoreIntervalSubscription implements IntervalSubscription, Subscriber {
  /** Where the subscription is; guarded by the lock of {@link Intervals}. */
  enum Place {
    INDEX,
    AWAITING_INSERT,
    AWAITING_REMOVE,
    OUT
  }

  private static final VarHandle SEQUENCE;

  static {
    try {
      SEQUENCE =
          MethodHandles.lookup()
              .findVarHandle(CoreIntervalSubscription.class, "sequence", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  Place place = Place.OUT;

  private final Intervals intervals;
  private final AddressSpace space;
  private final AddressRange range;
  private final IntervalNotifier notifier;
  private final Declaration declaration;

  @SuppressWarnings("unused") // through SEQUENCE
  private long sequence;

  private volatile boolean live = true;

  CoreIntervalSubscription(
      Intervals intervals,
      AddressSpace space,
      AddressRange range,
      IntervalNotifier notifier,
      Declaration declaration) {
    this.intervals = intervals;
    this.space = space;
    this.range = range;
    this.notifier = notifier;
    this.declaration = declaration;
  }

  Answer invalidate(Section section, long newSequence) {
    return notifier.invalidate(this, section, newSequence);
  }

  /** Acquire read of the sequence. */
  long laSequence() {
    return (long) SEQUENCE.getAcquire(this);
  }

  @Override
  public AddressSpace space() {
    return space;
  }

  @Override
  public AddressRange range() {
    return range;
  }

  @Override
  public long readBegin(long timeoutNanos) {
    return intervals.readBegin(this, timeoutNanos);
  }

  @Override
  public boolean readRetry(long seen) {
    VarHandle.acquireFence(); // what was read before stays before
    return laSequence() != seen;
  }

  @Override
  public void setSequence(long newSequence) {
    SEQUENCE.setRelease(this, newSequence); // the driver's lock does the rest
  }

  @Override
  public boolean live() {
    return live;
  }

  @Override
  public void close() {
    intervals.remove(this);
    live = false;
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}

package drivers.hfi1;

import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.DriverContext;
import mm.spi.IntervalNotifier;

/**
 * An entry of the {@link RcvArray}: a page that the hardware may receive into, pinned, with an
 * interval subscription of its own.
 */
final class TidEntry extends PinnedPage<TidEntry> implements IntervalNotifier {
  /** How far it is. */
  enum State {
    /** The hardware does not know it yet. */
    SET_UP,
    /** The hardware may use it. */
    PROGRAMMED,
    /** The hardware must not use it, now or ever. */
    FREED
  }

  /** Guarded by the lock of the array. */
  State state = State.SET_UP;

  private final RcvArray array;
  private IntervalSubscription subscription;

  TidEntry(RcvArray array, long address, long frame) {
    super(address, frame);
    this.array = array;
  }

  void subscribe(DriverContext context, long end) {
    subscription = context.subscribe(address, end, this);
  }

  /** Waits for sections that are open; after this it is told nothing more. */
  void close() {
    if (subscription != null) {
      subscription.close();
    }
  }

  /** {@inheritDoc} Takes the entry away from the hardware at once, whatever the event. */
  @Override
  public Answer invalidate(IntervalSubscription own, InvalidationRange range, long sequence) {
    array.invalidate(this, own, sequence);
    return Answer.DONE;
  }
}

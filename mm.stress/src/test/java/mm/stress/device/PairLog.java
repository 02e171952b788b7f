package mm.stress.device;

import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;
import mm.spi.PairedNotifier;

/**
 * Counts what it is told, as a list or as an interval notifier. Plain fields on purpose: what they
 * show after a close has to be ordered by the close alone.
 */
public final class PairLog implements PairedNotifier, IntervalNotifier {
  /** Its declaration. */
  public static final Declaration DECLARATION = Declaration.neverBlocking("log");

  private int starts;
  private int ends;
  private boolean freed;
  private int lateCalls;

  @Override
  public void start(InvalidationRange range) {
    starts++;
    noteLate();
  }

  @Override
  public void end(InvalidationRange range) {
    ends++;
    noteLate();
  }

  @Override
  public Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    subscription.setSequence(sequence);
    starts++;
    noteLate();
    return Answer.DONE;
  }

  @Override
  public void release(AddressSpace space) {
    noteLate();
  }

  private void noteLate() {
    if (freed) {
      lateCalls++;
    }
  }

  /** From here on every callback is one too many. */
  public void free() {
    freed = true;
  }

  /** Starts or invalidations so far. */
  public int starts() {
    return starts;
  }

  /** Ends so far. */
  public int ends() {
    return ends;
  }

  /** Callbacks that came after {@link #free}. */
  public int lateCalls() {
    return lateCalls;
  }
}

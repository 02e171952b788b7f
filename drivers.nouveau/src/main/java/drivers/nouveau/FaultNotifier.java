package drivers.nouveau;

import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.spi.Answer;
import mm.spi.IntervalNotifier;

/**
 * What a fault under way is told of the page that it is about. It takes nothing off the GPU: that
 * does the list notifier, which is told of the same change right after (R2.5).
 *
 * <p>The order matters. Told in this order, a fault is either made to start over here, or it has
 * programmed the GPU by now and the list notifier takes that away again. The other way round it
 * could program the GPU in between and nobody would take it away.
 */
final class FaultNotifier implements IntervalNotifier {
  private final Svmm svmm;
  private final MigrationOwner self;

  FaultNotifier(Svmm svmm, MigrationOwner self) {
    this.svmm = svmm;
    this.self = self;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Declines where waiting is forbidden and a fault is being programmed. Ignores that a page
   * becomes exclusive to this GPU: that is part of the fault itself, which would never end.
   */
  @Override
  public Answer invalidate(IntervalSubscription fault, InvalidationRange range, long sequence) {
    boolean own = range.event() == InvalidationEvent.EXCLUSIVE && range.owner() == self;
    return own ? Answer.DONE : svmm.serialise(fault, range.blocking(), sequence);
  }
}

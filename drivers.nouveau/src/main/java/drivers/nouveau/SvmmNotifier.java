package drivers.nouveau;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.api.MigrationOwner;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;

/** What the GPU is told of the process's memory, all of it. */
final class SvmmNotifier implements DecliningNotifier {
  private final Svmm svmm;
  private final MigrationOwner self;

  SvmmNotifier(Svmm svmm, MigrationOwner self) {
    this.svmm = svmm;
    this.self = self;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where waiting is forbidden it declines without looking: to look it would need the mutex. So
   * a process that uses the GPU cannot be reaped, even where the GPU has none of its pages.
   *
   * <p>Its own migrations are ignored: whoever moves the pages programs the GPU as well.
   */
  @Override
  public Answer tryStart(InvalidationRange range) {
    if (range.blocking() == Blocking.FORBIDDEN) {
      svmm.passed();
      return Answer.WOULD_BLOCK;
    }
    if (range.event() == InvalidationEvent.MIGRATE && range.owner() == self) {
      svmm.passed();
      return Answer.DONE;
    }
    svmm.invalidate(range.start(), range.end());
    return Answer.DONE;
  }

  /** {@inheritDoc} Waits for the fault that is being programmed. */
  @Override
  public void release(AddressSpace space) {
    svmm.freeze();
  }
}

package drivers.i915;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;

/** What the device is told of its memory. */
final class UserptrNotifier implements DecliningNotifier {
  private final UserptrSpace space;

  UserptrNotifier(UserptrSpace space) {
    this.space = space;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits for the GPU to finish with the objects that overlap; where it must not wait, it
   * declines if the GPU is busy with one of them, having changed nothing.
   */
  @Override
  public Answer tryStart(InvalidationRange range) {
    space.told(range.start(), range.end());
    if (range.blocking() == Blocking.FORBIDDEN) {
      return space.tryEvict(range.start(), range.end());
    }
    space.evict(range.start(), range.end());
    return Answer.DONE;
  }

  /** {@inheritDoc} Waits for the GPU to finish. */
  @Override
  public void release(AddressSpace released) {
    space.freeze();
  }
}

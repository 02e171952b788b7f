package drivers.hfi1;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.Answer;
import mm.spi.DecliningNotifier;

/**
 * What the send side is told of its memory. It has no end, as a notifier that may decline, but it
 * never does decline; and it tells both sides when all is over.
 */
final class SdmaNotifier implements DecliningNotifier {
  private final SdmaCache cache;
  private final RcvArray array;

  SdmaNotifier(SdmaCache cache, RcvArray array) {
    this.cache = cache;
    this.array = array;
  }

  @Override
  public Answer tryStart(InvalidationRange range) {
    cache.invalidate(range.start(), range.end());
    return Answer.DONE;
  }

  @Override
  public void release(AddressSpace space) {
    cache.freeze();
    array.freeze();
  }
}

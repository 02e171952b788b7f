package mm.core;

import java.util.function.Consumer;
import mm.api.AddressSpace;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.spi.AgingNotifier;
import mm.spi.Answer;
import mm.spi.Callback;
import mm.spi.PairedNotifier;
import mm.spi.PteChangeNotifier;
import mm.spi.SecondaryTlbNotifier;

/** A notifier that can do all that goes together, and tells of each callback. */
record Everything(Consumer<Callback> called)
    implements PairedNotifier, SecondaryTlbNotifier, AgingNotifier, PteChangeNotifier {
  /** To be subscribed as an interval's notifier. */
  Answer invalidate(IntervalSubscription its, InvalidationRange range, long sequence) {
    its.setSequence(sequence);
    called.accept(Callback.INVALIDATE);
    return Answer.DONE;
  }

  @Override
  public void start(InvalidationRange range) {
    called.accept(Callback.START);
  }

  @Override
  public void end(InvalidationRange range) {
    called.accept(Callback.END);
  }

  @Override
  public void flushSecondaryTlb(AddressSpace its, long start, long end) {
    called.accept(Callback.FLUSH_SECONDARY_TLB);
  }

  @Override
  public boolean clearFlushYoung(AddressSpace its, long start, long end) {
    called.accept(Callback.CLEAR_FLUSH_YOUNG);
    return false;
  }

  @Override
  public boolean clearYoung(AddressSpace its, long start, long end) {
    called.accept(Callback.CLEAR_YOUNG);
    return false;
  }

  @Override
  public boolean testYoung(AddressSpace its, long address) {
    called.accept(Callback.TEST_YOUNG);
    return false;
  }

  @Override
  public void changePte(AddressSpace its, long address, long frame) {
    called.accept(Callback.CHANGE_PTE);
  }

  @Override
  public void release(AddressSpace its) {
    called.accept(Callback.RELEASE);
  }
}

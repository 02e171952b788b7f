package mm.stress.random;

import mm.api.AddressRange;
import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationRange;
import mm.api.Subscription;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;
import mm.spi.IntervalNotifier;
import mm.spi.Notifier;
import mm.spi.PairedNotifier;

/** A subscriber on both sides: a notifier of the engine, and an entry of the model. */
final class Subscriber implements IntervalNotifier {
  final int id;
  final boolean choosy;
  final long start;
  final long end;

  // The model's.
  long sequence;
  long readSequence;
  int sectionsBefore;

  // The engine's.
  IntervalSubscription interval;
  Subscription subscription;
  long readByEngine = IntervalSubscription.TIMED_OUT;

  private final Heard heard;

  Subscriber(int id, boolean choosy, long start, long end, Heard heard) {
    this.id = id;
    this.choosy = choosy;
    this.start = start;
    this.end = end;
    this.heard = heard;
  }

  Declaration declaration() {
    return choosy ? Declaration.declining("choosy") : Declaration.neverBlocking("quiet");
  }

  boolean overlaps(long from, long to) {
    return start < to && from < end;
  }

  /** Arbitrary, but the same for engine and model. */
  boolean declines(long sectionStart) {
    return choosy && (sectionStart / AddressRange.PAGE_SIZE + id) % 3 == 0;
  }

  private Answer answer(InvalidationRange range) {
    boolean may = range.blocking() == Blocking.FORBIDDEN;
    return may && declines(range.start()) ? Answer.WOULD_BLOCK : Answer.DONE;
  }

  @Override
  public Answer invalidate(IntervalSubscription its, InvalidationRange range, long newSequence) {
    its.setSequence(newSequence);
    heard.invalidated().add(this);
    return answer(range);
  }

  Notifier listNotifier() {
    return choosy ? new Declining() : new Paired();
  }

  private final class Paired implements PairedNotifier {
    @Override
    public void start(InvalidationRange range) {
      heard.told().add(id);
    }

    @Override
    public void end(InvalidationRange range) {
      heard.told().add(-id);
    }

    @Override
    public void release(AddressSpace space) {}
  }

  private final class Declining implements DecliningNotifier {
    @Override
    public Answer tryStart(InvalidationRange range) {
      heard.told().add(id);
      return answer(range);
    }

    @Override
    public void release(AddressSpace space) {}
  }
}

package mm.conform.play;

import mm.api.AddressRange;
import mm.api.Blocking;
import mm.api.IntervalSubscription;
import mm.api.InvalidationEvent;
import mm.api.InvalidationRange;
import mm.machine.UserProcess;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.IntervalNotifier;

/** Listens to one range; declines every third time that it must not wait. */
final class IntervalEar implements IntervalNotifier {
  private final GuestTables tables;
  private int asked;

  private IntervalEar(GuestTables tables) {
    this.tables = tables;
  }

  static IntervalSubscription subscribe(
      String name, UserProcess process, GuestTables tables, AddressRange range) {
    return process
        .space()
        .subscribe(
            range.start(), range.end(), new IntervalEar(tables), Declaration.declining(name));
  }

  @Override
  public Answer invalidate(
      IntervalSubscription subscription, InvalidationRange range, long sequence) {
    subscription.setSequence(sequence);
    tables.drop(range.start(), range.end());
    if (range.event() == InvalidationEvent.RELEASE) {
      tables.release();
    }
    return range.blocking() == Blocking.FORBIDDEN && asked++ % 3 == 0
        ? Answer.WOULD_BLOCK
        : Answer.DONE;
  }
}

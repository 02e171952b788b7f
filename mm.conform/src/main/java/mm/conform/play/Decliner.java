package mm.conform.play;

import mm.api.AddressSpace;
import mm.api.Blocking;
import mm.api.InvalidationRange;
import mm.api.Subscription;
import mm.machine.UserProcess;
import mm.spi.Answer;
import mm.spi.Declaration;
import mm.spi.DecliningNotifier;

/** Declines every second time that something it holds goes away and it must not wait. */
final class Decliner implements DecliningNotifier {
  private final GuestTables tables;
  private int asked;

  private Decliner(GuestTables tables) {
    this.tables = tables;
  }

  static Subscription subscribe(String name, UserProcess process, GuestTables tables) {
    return process.space().subscribe(new Decliner(tables), Declaration.declining(name));
  }

  @Override
  public Answer tryStart(InvalidationRange range) {
    boolean mayDecline =
        range.blocking() == Blocking.FORBIDDEN && tables.holdsAny(range.start(), range.end());
    if (mayDecline && asked++ % 2 == 0) {
      return Answer.WOULD_BLOCK;
    }
    tables.drop(range.start(), range.end());
    return Answer.DONE;
  }

  @Override
  public void release(AddressSpace space) {
    tables.release();
  }
}

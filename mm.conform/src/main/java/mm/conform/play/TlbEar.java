package mm.conform.play;

import mm.api.AddressSpace;
import mm.api.Subscription;
import mm.machine.UserProcess;
import mm.spi.Declaration;
import mm.spi.SecondaryTlbNotifier;

/** Walks the CPU's tables itself and only keeps what it found until it is flushed. */
final class TlbEar implements SecondaryTlbNotifier {
  private final GuestTables tables;

  private TlbEar(GuestTables tables) {
    this.tables = tables;
  }

  static Subscription subscribe(String name, UserProcess process, GuestTables tables) {
    return process.space().subscribe(new TlbEar(tables), Declaration.neverBlocking(name));
  }

  @Override
  public void flushSecondaryTlb(AddressSpace space, long start, long end) {
    tables.drop(start, end);
  }

  @Override
  public void release(AddressSpace space) {
    tables.release();
  }
}

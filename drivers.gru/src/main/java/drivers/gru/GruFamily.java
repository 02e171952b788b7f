package drivers.gru;

import mm.api.AddressSpace;
import mm.spi.Declaration;
import mm.spi.NotifierFamily;
import mm.spi.WaitQueue;

/** Makes the one notifier that all GRU contexts of a space share. */
final class GruFamily implements NotifierFamily<GruTlbPurge> {
  private final GruMm mm;
  private final WaitQueue faults;

  GruFamily(GruMm mm, WaitQueue faults) {
    this.mm = mm;
    this.faults = faults;
  }

  @Override
  public Declaration declaration() {
    return Declaration.neverBlocking("gru");
  }

  @Override
  public GruTlbPurge allocate(AddressSpace space) {
    return new GruTlbPurge(mm, faults);
  }

  /** {@inheritDoc} Nothing is left: the TLBs were emptied with the last context. */
  @Override
  public void free(GruTlbPurge notifier) {}
}

package drivers.gru;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.PairedNotifier;
import mm.spi.WaitQueue;

/** What the device is told of its memory. No callback waits, declines or allocates. */
final class GruTlbPurge implements PairedNotifier {
  private final GruMm mm;
  private final WaitQueue faults;

  GruTlbPurge(GruMm mm, WaitQueue faults) {
    this.mm = mm;
    this.faults = faults;
  }

  @Override
  public void start(InvalidationRange range) {
    mm.invalidationStarts(range.start(), range.end());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Wakes the faults even when others are still active: they look again, and sleep on.
   *
   * @throws IllegalStateException when there was no start; the count stays as it is
   */
  @Override
  public void end(InvalidationRange range) {
    mm.invalidationEnds();
    faults.wakeAll();
  }

  @Override
  public void release(AddressSpace space) {
    mm.freeze();
    faults.wakeAll();
  }
}

package drivers.kvm;

import mm.api.AddressSpace;
import mm.api.InvalidationRange;
import mm.spi.AgingNotifier;
import mm.spi.PairedNotifier;
import mm.spi.PteChangeNotifier;

/**
 * What the machine is told of its memory. Callbacks take a spin lock, two at most, one after the
 * other: none waits, none declines, none allocates, and none cares why the memory changes.
 */
final class KvmNotifier implements PairedNotifier, AgingNotifier, PteChangeNotifier {
  private final KvmMmu mmu;

  KvmNotifier(KvmMmu mmu) {
    this.mmu = mmu;
  }

  @Override
  public void start(InvalidationRange range) {
    mmu.invalidationStarts(range.start(), range.end());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when there was no start; the count stays as it is
   */
  @Override
  public void end(InvalidationRange range) {
    mmu.invalidationEnds(range.start(), range.end());
  }

  @Override
  public void release(AddressSpace space) {
    mmu.freeze();
  }

  @Override
  public boolean clearFlushYoung(AddressSpace space, long start, long end) {
    return mmu.age(start, end);
  }

  /** {@inheritDoc} There is no TLB in front of the entries, so this is the flushing kind too. */
  @Override
  public boolean clearYoung(AddressSpace space, long start, long end) {
    return mmu.age(start, end);
  }

  @Override
  public boolean testYoung(AddressSpace space, long address) {
    return mmu.young(address);
  }

  @Override
  public void changePte(AddressSpace space, long address, long frame) {
    mmu.repoint(address, frame);
  }
}

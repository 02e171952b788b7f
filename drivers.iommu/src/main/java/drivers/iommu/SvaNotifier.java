package drivers.iommu;

import mm.api.AddressSpace;
import mm.spi.SecondaryTlbNotifier;

/**
 * What the IOMMU is told of page tables that it walks by itself: that its devices have to forget
 * what they remember of them. Starts and ends of sections would come too early and too late.
 */
final class SvaNotifier implements SecondaryTlbNotifier {
  private final Pasid pasid;

  SvaNotifier(Pasid pasid) {
    this.pasid = pasid;
  }

  @Override
  public void flushSecondaryTlb(AddressSpace space, long start, long end) {
    pasid.flush(start, end);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The tables go right after this, and no flush comes any more, so the PASID goes first. Page
   * requests under way are not waited for here: those that come to their turn find it cleared.
   */
  @Override
  public void release(AddressSpace space) {
    pasid.clear();
  }
}

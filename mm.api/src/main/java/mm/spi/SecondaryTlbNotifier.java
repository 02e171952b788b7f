package mm.spi;

import mm.api.AddressSpace;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A notifier of a device that walks the CPU's own page tables and only has a TLB to flush (AMD
 * IOMMU v2, Intel SVM). Not combined with start or end, which would come too early and too late
 * (R6.6).
 */
@ConsumerType
public interface SecondaryTlbNotifier extends Notifier {
  /**
   * Flushes the device's TLB for a range, synchronously.
   *
   * <p><b>Called by</b> the thread that changed page table entries, right after it cleared them and
   * before the pages are freed. <b>May block:</b> no. <b>Locks held</b> by the caller: perhaps the
   * page-table lock. <b>Concurrency:</b> inside or outside of sections, on several threads at once.
   *
   * @param space the space whose tables changed
   * @param start first address, page aligned
   * @param end first address after the range; may exceed every mapping
   */
  void flushSecondaryTlb(AddressSpace space, long start, long end);
}

package mm.spi;

import mm.api.AddressSpace;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A notifier that knows whether its device used a page. All three are called under the page-table
 * lock, by reclaim or idle tracking, and never block.
 */
@ConsumerType
public interface AgingNotifier extends Notifier {
  /**
   * Resets the accessed marks of a range and flushes the device's TLB for it.
   *
   * @param space the space
   * @param start first address, page aligned
   * @param end first address after the range
   * @return true when the device had used the range since the last reset
   */
  boolean clearFlushYoung(AddressSpace space, long start, long end);

  /**
   * Resets the accessed marks of a range; the TLB may keep them.
   *
   * @param space the space
   * @param start first address, page aligned
   * @param end first address after the range
   * @return true when the device had used the range since the last reset
   */
  boolean clearYoung(AddressSpace space, long start, long end);

  /**
   * Looks at the accessed mark of one page and changes nothing.
   *
   * @param space the space
   * @param address the page's address, page aligned
   * @return true when the device had used it
   */
  boolean testYoung(AddressSpace space, long address);
}

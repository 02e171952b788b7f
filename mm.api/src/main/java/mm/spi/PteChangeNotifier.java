package mm.spi;

import mm.api.AddressSpace;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A notifier that can repoint a translation at a new frame (Linux up to 6.9). An optimisation: who
 * is not sure drops the translation instead.
 */
@ConsumerType
public interface PteChangeNotifier extends Notifier {
  /**
   * Learns that a page table entry is about to point to another frame.
   *
   * <p><b>Called by</b> the thread that changes the entry, inside a section that covers the page.
   * <b>May block:</b> no. <b>Locks held</b> by the caller: the page-table lock.
   *
   * @param space the space
   * @param address the page's address, page aligned
   * @param frame the new frame, read-only for now
   */
  void changePte(AddressSpace space, long address, long frame);
}

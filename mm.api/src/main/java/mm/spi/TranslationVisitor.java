package mm.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Is shown translations; see {@link Device#translations}. */
@ConsumerType
@FunctionalInterface
public interface TranslationVisitor {
  /**
   * One page that the device can reach.
   *
   * @param address the page's address, page aligned
   * @param frame the frame it leads to, as {@link Page#frame()} gave it
   * @param rights what the device may do there
   */
  void visit(long address, long frame, Access rights);
}

package mm.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where a driver looks up the pages of a space: the get_user_pages of this world. What it answers
 * is a snapshot; it becomes a translation only by the driver's protocol (count and sequence, or
 * readBegin and readRetry).
 *
 * <p>Never called from a callback (R1.6) or under a lock that a callback takes.
 */
@ConsumerType
public interface PageSource {
  /** A source of a space that has no pages. */
  PageSource NONE =
      new PageSource() {
        @Override
        public Page fault(long address, Access access) {
          return Page.HOLE;
        }

        @Override
        public Page snapshot(long address) {
          return Page.HOLE;
        }

        @Override
        public Page pin(long address, Access access) {
          return Page.HOLE;
        }

        @Override
        public void unpin(long frame) {}
      };

  /**
   * Makes a page present for an access, as a CPU fault would. May wait, may open sections.
   *
   * @param address any address in the page
   * @param access what for
   * @return the page with the rights that a device may use, or why there is none
   */
  Page fault(long address, Access access);

  /**
   * Looks at a page and changes nothing. Never waits.
   *
   * @param address any address in the page
   * @return the page as the CPU's tables have it, or HOLE
   */
  Page snapshot(long address);

  /**
   * Like {@link #fault}, and takes a reference, so that the frame is not freed or reused before
   * {@link #unpin}. The address may all the same come to lead elsewhere.
   *
   * @param address any address in the page
   * @param access what for
   * @return the page; referenced only if PRESENT
   */
  Page pin(long address, Access access);

  /**
   * Drops a reference. Never waits; may be called from a callback.
   *
   * @param frame the frame of a page that {@link #pin} returned
   */
  void unpin(long frame);
}

package mm.spi;

import mm.api.MigrationOwner;
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

  /**
   * Like {@link #fault(long, Access)}, but pages in memory of a device of this owner are answered
   * as they are and not brought back (Linux {@code hmm_range_fault} with {@code
   * dev_private_owner}). Those of others come back to the system, announced as MIGRATE with their
   * owner.
   *
   * @param address any address in the page
   * @param access what for
   * @param owner the asking device's token
   * @return the page with the rights that a device may use, or why there is none
   */
  default Page fault(long address, Access access, MigrationOwner owner) {
    return fault(address, access);
  }

  /**
   * Like {@link #snapshot(long)}, but shows pages in memory of a device of this owner too.
   *
   * @param address any address in the page
   * @param owner the asking device's token
   * @return the page as the CPU's tables have it, or HOLE
   */
  default Page snapshot(long address, MigrationOwner owner) {
    return snapshot(address);
  }

  /**
   * Like {@link #snapshot(long, MigrationOwner)}, and tells what it is that it finds or does not
   * find (Linux {@code hmm_range_fault} without a request to fault). May wait for a change of the
   * mappings; called as {@link #fault(long, Access)} is.
   *
   * @param address any address in the page
   * @param owner the asking device's token
   * @return what is there; sources that cannot tell more say SYSTEM or ABSENT
   */
  default Look look(long address, MigrationOwner owner) {
    Page page = snapshot(address, owner);
    return page.isPresent()
        ? new Look(Look.Standing.SYSTEM, page)
        : Look.without(Look.Standing.ABSENT);
  }

  /**
   * Moves private anonymous pages of a range into memory of a device, also the zero page and pages
   * that were never touched; others stay. Each mapping of the range is announced by one MIGRATE
   * section, and its holes by a second from the first of them on (Linux {@code migrate_vma}). May
   * wait, opens sections; called as {@link #fault(long, Access)} is.
   *
   * @param start first address, page aligned
   * @param end first address after the range, page aligned
   * @param memory where to
   * @return how many pages moved
   */
  default Migration migrateToDevice(long start, long end, DeviceMemory memory) {
    return Migration.UNSUPPORTED;
  }

  /**
   * Moves pages of a range that are in a device's memory back to the system; all others stay.
   * Announced as MIGRATE, once for each mapping. May wait, opens sections; called as {@link
   * #fault(long, Access)} is.
   *
   * @param start first address, page aligned
   * @param end first address after the range, page aligned
   * @param memory where from
   * @return how many pages moved
   */
  default Migration migrateToSystem(long start, long end, DeviceMemory memory) {
    return Migration.UNSUPPORTED;
  }

  /**
   * Gives the device the only access to a page of private memory: the page is made present and
   * writable, then taken out of the CPU's table, announced as EXCLUSIVE with the owner; the frame
   * stays. The CPU's next access ends it, announced as CLEAR (Linux 6.15 {@code
   * make_device_exclusive}). May wait, opens sections; called as {@link #fault(long, Access)} is.
   *
   * @param address any address in the page
   * @param owner the device's token
   * @return the page, writable; NO_PERMISSION when it may not be written, HOLE when there is none
   *     or it is not private; BUSY when another change came between
   */
  default Page makeExclusive(long address, MigrationOwner owner) {
    return Page.HOLE;
  }

  /**
   * Copies what one frame holds to another, as the copy engine of a device does (Linux {@code
   * migrate_vma}: the driver copies). For {@link DeviceMemory#movedIn} and {@link
   * DeviceMemory#movedOut}, between which the frames are nobody else's. Never waits; sources
   * without contents do nothing.
   *
   * @param source the frame to read
   * @param target the frame to write
   */
  default void copy(long source, long target) {}
}

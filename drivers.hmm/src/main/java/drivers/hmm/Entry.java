package drivers.hmm;

import mm.spi.Access;
import mm.spi.Page;

/**
 * One entry of the device's table.
 *
 * @param address the page
 * @param frame where it leads
 * @param rights what is allowed
 * @param kind how the device came to it
 */
record Entry(long address, long frame, Access rights, Kind kind) {
  /** How a device comes to a page. */
  enum Kind {
    /** A page of the system, shared with the CPU. */
    MIRRORED,
    /** Moved into the device's memory. */
    MOVED,
    /** A page of the system that the CPU cannot touch without a fault. */
    EXCLUSIVE
  }

  static Entry of(long address, Page page, Kind kind) {
    return new Entry(address, page.frame(), page.rights(), kind);
  }
}

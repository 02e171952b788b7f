package drivers.kvm;

import mm.api.AddressRange;

/**
 * One memory slot: guest pages backed by user memory of the process.
 *
 * @param id by which it is changed and deleted
 * @param guestPage the first guest page
 * @param pages how many
 * @param userAddress where guest page {@code guestPage} lies in the process, page aligned
 * @param state whether guest accesses find it
 */
record MemorySlot(int id, long guestPage, long pages, long userAddress, State state) {
  /** Whether guest accesses find a slot. */
  enum State {
    VALID,
    /** About to go: no access enters an entry any more, invalidations still drop them. */
    INVALID
  }

  /** All the memory that a process can map, guest page 0 at address 0. */
  static final MemorySlot EVERYTHING =
      new MemorySlot(0, 0, AddressRange.TOP >>> AddressRange.PAGE_SHIFT, 0, State.VALID);

  MemorySlot invalid() {
    return new MemorySlot(id, guestPage, pages, userAddress, State.INVALID);
  }

  boolean valid() {
    return state == State.VALID;
  }

  long guestEnd() {
    return guestPage + pages;
  }

  long userEnd() {
    return userAddress + (pages << AddressRange.PAGE_SHIFT);
  }

  boolean overlapsUser(long start, long end) {
    return userAddress < end && start < userEnd();
  }

  boolean overlapsGuest(MemorySlot other) {
    return guestPage < other.guestEnd() && other.guestPage < guestEnd();
  }

  /** The guest page at an address of the slot; the end of the slot gives its guest end. */
  long guestPageAt(long address) {
    return guestPage + ((address - userAddress) >>> AddressRange.PAGE_SHIFT);
  }

  long userAddressOf(long page) {
    return userAddress + ((page - guestPage) << AddressRange.PAGE_SHIFT);
  }
}

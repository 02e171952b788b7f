package mm.conform.play;

/** Guest memory that is a range of the process: all in bytes. */
record GuestSlot(long guest, long length, long address) {
  boolean contains(long guestAddress) {
    return guestAddress >= guest && guestAddress - guest < length;
  }

  long translate(long guestAddress) {
    return address + (guestAddress - guest);
  }
}

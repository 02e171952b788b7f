package drivers.kvm;

import mm.spi.Access;

/**
 * The entries of {@link #PAGES} adjacent guest pages. Which are present, writable and accessed is
 * one bit each in one word each, so that dropping or ageing a range costs a few instructions a
 * block.
 */
final class ShadowBlock {
  /** Binary logarithm of {@link #PAGES}. */
  static final int SHIFT = 6;

  /** Pages of a block: the bits of a long. */
  static final int PAGES = 1 << SHIFT;

  private final long[] frames = new long[PAGES];
  private long present;
  private long writable;
  private long accessed;

  private static long bit(int index) {
    return 1L << index;
  }

  void set(int index, long frame, Access rights) {
    frames[index] = frame;
    present |= bit(index);
    accessed |= bit(index);
    writable = rights == Access.WRITE ? writable | bit(index) : writable & ~bit(index);
  }

  boolean holds(int index) {
    return (present & bit(index)) != 0;
  }

  long frame(int index) {
    return frames[index];
  }

  Access rights(int index) {
    return (writable & bit(index)) != 0 ? Access.WRITE : Access.READ;
  }

  /** Uses an entry, if it is there and its rights are enough. */
  boolean touch(int index, Access access) {
    boolean usable = holds(index) && rights(index).allows(access);
    if (usable) {
      accessed |= bit(index);
    }
    return usable;
  }

  /** Points an entry at another frame, which may be read only and has not been accessed. */
  void repoint(int index, long frame) {
    frames[index] = frame;
    writable &= ~bit(index);
    accessed &= ~bit(index);
  }

  /**
   * Drops entries.
   *
   * @param mask the bits of the pages to drop
   * @return how many there were
   */
  int drop(long mask) {
    int dropped = Long.bitCount(present & mask);
    present &= ~mask;
    writable &= present;
    accessed &= present;
    return dropped;
  }

  /** Forgets that pages were accessed, and tells whether one was. */
  boolean age(long mask) {
    boolean young = (accessed & mask) != 0;
    accessed &= ~mask;
    return young;
  }

  boolean young(int index) {
    return (accessed & bit(index)) != 0;
  }

  boolean isEmpty() {
    return present == 0;
  }
}

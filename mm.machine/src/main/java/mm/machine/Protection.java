package mm.machine;

import mm.spi.Access;

/** What a mapping allows: the eight combinations of Linux PROT_READ, PROT_WRITE and PROT_EXEC. */
public enum Protection {
  /** Nothing. */
  NONE,
  /** Reading. */
  R,
  /** Writing; on x86 that includes reading. */
  W,
  /** Reading and writing. */
  RW,
  /** Executing; on x86 that includes reading. */
  X,
  /** Reading and executing. */
  RX,
  /** Writing and executing; on x86 that includes reading. */
  WX,
  /** Everything. */
  RWX;

  private static final Protection[] BY_BITS = values();

  /**
   * Finds a combination.
   *
   * @param bits 1 for reading, 2 for writing, 4 for executing, as in Linux; higher bits are ignored
   * @return the combination
   */
  public static Protection of(int bits) {
    return BY_BITS[bits & 7];
  }

  /**
   * The combination as Linux encodes it.
   *
   * @return 1 for reading, 2 for writing, 4 for executing
   */
  public int bits() {
    return ordinal();
  }

  /**
   * Tells whether an access is allowed.
   *
   * @param access the access
   * @return true when it is
   */
  public boolean allows(Access access) {
    return access == Access.WRITE ? (bits() & 2) != 0 : bits() != 0;
  }
}

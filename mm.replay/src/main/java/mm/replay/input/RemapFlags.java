package mm.replay.input;

/**
 * The {@code flags} argument of mremap.
 *
 * @param bits the numbers of Linux
 */
public record RemapFlags(int bits) {
  /** The mapping may move. */
  public static final int MAYMOVE = 1;

  /** It moves to the new address and replaces what is there. */
  public static final int FIXED = 2;

  /** The old range stays mapped, empty. */
  public static final int DONTUNMAP = 4;

  /**
   * Tells whether the new address counts.
   *
   * @return true when the mapping is to stand exactly at the new address
   */
  public boolean isFixed() {
    return (bits & FIXED) != 0;
  }

  /**
   * Tells whether the old range stays mapped.
   *
   * @return true when only the pages move
   */
  public boolean keepsOldRange() {
    return (bits & DONTUNMAP) != 0;
  }

  @Override
  public String toString() {
    return FlagNames.REMAP.text(Integer.toUnsignedLong(bits));
  }
}

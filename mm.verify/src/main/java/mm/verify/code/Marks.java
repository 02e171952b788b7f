package mm.verify.code;

/** Circumstances of a step. Immutable, and there is one object for each set of them. */
public final class Marks {
  private static final Marks[] ALL = all();

  /** No circumstance at all. */
  public static final Marks NONE = ALL[0];

  private final int bits;

  private Marks(int bits) {
    this.bits = bits;
  }

  private static Marks[] all() {
    Marks[] all = new Marks[1 << Step.Mark.values().length];
    for (int bits = 0; bits < all.length; bits++) {
      all[bits] = new Marks(bits);
    }
    return all;
  }

  /**
   * These and one more.
   *
   * @param mark a circumstance
   * @return the larger set
   */
  public Marks with(Step.Mark mark) {
    return ALL[bits | bit(mark)];
  }

  /**
   * Tells whether a circumstance is given.
   *
   * @param mark which
   * @return true when it is
   */
  public boolean has(Step.Mark mark) {
    return (bits & bit(mark)) != 0;
  }

  private static int bit(Step.Mark mark) {
    return 1 << mark.ordinal();
  }
}

package mm.lab.explore;

/** How a step uses a shared object: what of two steps may be swapped without a difference. */
public enum Touch {
  /** Looks at it; any number of looks commute. */
  READ,
  /** Changes it in a way that commutes with itself, as counting up does, but not with a look. */
  ADD,
  /** Changes it. */
  WRITE;

  /**
   * Whether two uses of one object commute.
   *
   * @param other the other use
   * @return true when their order makes no difference
   */
  public boolean commutes(Touch other) {
    return this == other && this != WRITE;
  }
}

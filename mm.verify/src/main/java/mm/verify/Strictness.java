package mm.verify;

/** Which findings refuse a bundle. */
public enum Strictness {
  /** Errors. */
  NORMAL,
  /** Everything. */
  STRICT;

  /**
   * Tells whether a finding refuses the bundle.
   *
   * @param severity of the finding
   * @return true when it does
   */
  public boolean refuses(Severity severity) {
    return this == STRICT || severity == Severity.ERROR;
  }
}

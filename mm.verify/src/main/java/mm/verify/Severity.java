package mm.verify;

/** How much a finding counts. */
public enum Severity {
  /** The bundle is refused. */
  ERROR("error"),
  /** A hint: the bundle is refused only where hints count. */
  WARNING("warning"),
  /** Nobody knows: the bundle is refused only where proof is wanted. */
  UNPROVEN("unproven");

  private final String text;

  Severity(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}

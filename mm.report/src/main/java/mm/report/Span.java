package mm.report;

/**
 * A range of addresses {@code [start, end)}, in bytes.
 *
 * @param start first address
 * @param end first address after the range
 */
public record Span(long start, long end) {
  /** No range. */
  public static final Span NONE = new Span(0, 0);

  /**
   * Whether there is none.
   *
   * @return true when it is empty
   */
  public boolean isEmpty() {
    return start >= end;
  }

  @Override
  public String toString() {
    return isEmpty() ? "" : "[0x" + Long.toHexString(start) + ", 0x" + Long.toHexString(end) + ")";
  }
}

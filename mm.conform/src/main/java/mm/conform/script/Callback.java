package mm.conform.script;

/**
 * One callback, as recorded or as delivered.
 *
 * @param kind which
 * @param start first address
 * @param end first address after the range
 * @param hints what is only inferred
 */
public record Callback(CallbackKind kind, long start, long end, Hints hints) {
  /**
   * Compares what was observed.
   *
   * @param other another callback
   * @return true when kind, start and end are equal
   */
  public boolean matches(Callback other) {
    return kind == other.kind && start == other.start && end == other.end;
  }
}

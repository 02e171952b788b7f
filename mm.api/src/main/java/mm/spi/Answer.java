package mm.spi;

/** What a callback that may decline answers. */
public enum Answer {
  /** Done: no translation of the range is used from now on (R1.4). */
  DONE,
  /**
   * It could be done only by waiting, which this section forbids: the change must not happen now.
   * Allowed only under {@link mm.api.Blocking#FORBIDDEN} (R1.2).
   */
  WOULD_BLOCK
}

package mm.spi;

/** Attribute {@code failure}: whether a callback may decline. */
public enum MayDecline {
  /** No callback ever declines. */
  NEVER("never"),
  /** A callback may decline where waiting is forbidden. */
  WHEN_FORBIDDEN("when-forbidden"),
  /** Experimental: a callback may decline opportunistic ranges and keeps its end. */
  OPPORTUNISTIC("opportunistic");

  private final String value;

  MayDecline(String value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return value;
  }
}

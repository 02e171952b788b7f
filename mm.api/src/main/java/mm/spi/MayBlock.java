package mm.spi;

/** Attribute {@code blocking}: whether callbacks may wait. */
public enum MayBlock {
  /** No callback ever waits. */
  NEVER("never"),
  /** Callbacks wait where the section allows. */
  WHEN_ALLOWED("when-allowed");

  private final String value;

  MayBlock(String value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return value;
  }
}

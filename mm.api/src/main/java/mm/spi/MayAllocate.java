package mm.spi;

/** Attribute {@code allocation}: whether callbacks allocate simulated memory (R1.7). */
public enum MayAllocate {
  /** No callback allocates, or takes a lock that is held across an allocation. */
  NEVER("never"),
  /** Callbacks may. */
  MAY("may");

  private final String value;

  MayAllocate(String value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return value;
  }
}

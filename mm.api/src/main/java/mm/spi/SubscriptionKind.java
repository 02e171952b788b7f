package mm.spi;

/** Attribute {@code subscription}: how a driver listens. */
public enum SubscriptionKind {
  /** To every section of the space. */
  LIST("list"),
  /** To sections that overlap a range. */
  INTERVAL("interval"),
  /** To flushes of the secondary TLB. */
  SECONDARY_TLB("secondary-tlb");

  private final String value;

  SubscriptionKind(String value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return value;
  }
}

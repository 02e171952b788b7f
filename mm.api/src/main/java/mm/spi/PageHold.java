package mm.spi;

/** Attribute {@code pages}: whether the driver references the pages it translates. */
public enum PageHold {
  /** It pins them: a late drop costs freshness, not safety. */
  PINNED("pinned"),
  /** It relies on being told: a late drop is a use after free. */
  UNPINNED("unpinned");

  private final String value;

  PageHold(String value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return value;
  }
}

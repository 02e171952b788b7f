package mm.launcher;

/** The kinds of notifiers that a new driver can be written for. */
enum DriverKind {
  LIST("list"),
  INTERVAL("interval"),
  SECONDARY_TLB("secondary-tlb");

  private final String text;

  DriverKind(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}

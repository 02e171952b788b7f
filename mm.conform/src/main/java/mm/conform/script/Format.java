package mm.conform.script;

/** The formats of files. */
public enum Format {
  /** Small cases; one expectation for the whole script. */
  CASES("notifier-cases-1"),
  /** Longer programs; every expected callback belongs to a step. */
  PROGRAMS("notifier-programs-1"),
  /** No cases: the mappings that programs had after their steps. */
  LAYOUT("notifier-programs-layout-1");

  private final String name;

  Format(String name) {
    this.name = name;
  }

  String text() {
    return name;
  }

  static Format of(String name) {
    for (Format each : values()) {
      if (each.name.equals(name)) {
        return each;
      }
    }
    throw new BadFieldException(
        "the format is '" + name + "'; known are notifier-cases-1 and notifier-programs-1");
  }
}

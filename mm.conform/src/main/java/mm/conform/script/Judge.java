package mm.conform.script;

import java.util.Locale;

/** What decides about a case. */
public enum Judge {
  /** What a real kernel did; as all recordings say by not saying anything else. */
  RECORDING,
  /** What always holds, whatever the script does: for scripts that nobody has recorded. */
  INVARIANTS;

  static Judge of(String name) {
    for (Judge each : values()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new BadFieldException("'judge' cannot be '" + name + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

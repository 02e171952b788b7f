package mm.conform.script;

import java.util.Locale;

/** What a model must have to run a case. */
public enum Level {
  /** Mappings, page tables, copy-on-write and fork. */
  CORE,
  /** Also files, huge pages, swap, userfaultfd and the like. */
  EXTENDED,
  /** Details of the recording host: shown, never counted. */
  HOST;

  /**
   * Finds a level by its name in files and options.
   *
   * @param name the name
   * @return the level
   * @throws BadFieldException when there is none of that name
   */
  public static Level of(String name) {
    for (Level each : values()) {
      if (each.toString().equals(name)) {
        return each;
      }
    }
    throw new BadFieldException("'" + name + "' is no level: core, extended or host");
  }

  /**
   * Tells whether cases of this level decide about success.
   *
   * @return false for host
   */
  public boolean counts() {
    return this != HOST;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package mm.conform.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mm.machine.PageContents;

/**
 * What a script needs besides the machine, and what it was saved for: that of recordings is empty.
 *
 * @param drivers ids of the drivers that are attached to every process
 * @param options settings of drivers, each {@code DRIVER.OPTION=VALUE}
 * @param kernel the kernel whose ways the machine follows; empty for what the caller chooses
 * @param generation the generation of the rule, told by the reference dispatcher; empty for the
 *     engine
 * @param contents whether pages hold data, which devices then move and which is compared
 * @param broken what it broke when it was saved; empty when nobody says
 */
public record Setting(
    List<String> drivers,
    List<String> options,
    Optional<String> kernel,
    Optional<String> generation,
    PageContents contents,
    Optional<Broken> broken) {
  /** Machine and subscribers alone. */
  public static final Setting NONE =
      new Setting(
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          PageContents.UNKNOWN,
          Optional.empty());

  private static final Map<String, PageContents> CONTENTS =
      Map.of("unknown", PageContents.UNKNOWN, "kept", PageContents.KEPT);

  /**
   * What was broken.
   *
   * @param kind in words, as reports name it; empty for any
   * @param rule id of the rule, {@code R1.4}
   * @param driver who broke it
   * @param page where, counted from address 0; empty when nobody knows
   * @param noticed when, by the clock of the steps; empty when nobody knows
   */
  public record Broken(
      String kind, String rule, String driver, Optional<Long> page, Optional<Long> noticed) {
    /**
     * One of which neither place nor time is known.
     *
     * @param kind in words, as reports name it; empty for any
     * @param rule id of the rule, {@code R1.4}
     * @param driver who broke it
     */
    public Broken(String kind, String rule, String driver) {
      this(kind, rule, driver, Optional.empty(), Optional.empty());
    }
  }

  static Setting of(Fields fields) {
    return new Setting(
        fields.has("drivers") ? fields.texts("drivers") : List.of(),
        fields.has("driver_options") ? fields.texts("driver_options") : List.of(),
        fields.optionalText("kernel"),
        fields.optionalText("generation"),
        fields.has("contents") ? fields.choice("contents", CONTENTS) : PageContents.UNKNOWN,
        fields.has("broken") ? Optional.of(broken(fields.object("broken"))) : Optional.empty());
  }

  private static Broken broken(Fields fields) {
    return new Broken(
        fields.optionalText("kind").orElse(""),
        fields.text("rule"),
        fields.text("driver"),
        optionalNumber(fields, "page"),
        optionalNumber(fields, "noticed"));
  }

  private static Optional<Long> optionalNumber(Fields fields, String name) {
    return fields.has(name) ? Optional.of(fields.number(name)) : Optional.empty();
  }

  /**
   * The same with other drivers.
   *
   * @param fewer their ids
   * @return a new setting
   */
  public Setting with(List<String> fewer) {
    return new Setting(fewer, options, kernel, generation, contents, broken);
  }

  /**
   * The same for another violation.
   *
   * @param other what is broken
   * @return a new setting
   */
  public Setting with(Broken other) {
    return new Setting(drivers, options, kernel, generation, contents, Optional.of(other));
  }
}

package mm.conform.play;

import java.util.Optional;
import mm.api.Rule;
import mm.conform.script.Setting;

/**
 * Something that holds in every run of the machine and of correct drivers, and did not in this one.
 *
 * @param kind what kind of thing
 * @param rule id of the rule that a driver broke; empty when it was none of the contract's
 * @param driver who broke it; empty when it was the machine or a subscriber of the script
 * @param text what it was, for people
 */
public record Breach(Kind kind, String rule, String driver, String text) {
  /** What can be broken. */
  public enum Kind {
    /** A device holds a translation that it should have dropped. */
    STALE("stale translation"),
    /** Frames or swap slots are counted wrongly, or nobody can free them any more. */
    LEAK("leak"),
    /** A section was not ended, or out of order. */
    UNBALANCED("unbalanced section"),
    /** The engine saw a subscriber break its word. */
    PROMISE("broken promise"),
    /** Engine and reference dispatcher told or answered different things. */
    DIFFERENCE("difference from the reference dispatcher"),
    /** A process maps something else than the operations say. */
    MAPPINGS("wrong mapping"),
    /** A device read other data than the CPU. */
    CONTENTS("differing contents"),
    /** Inside a section a device still held what its driver had been told to drop. */
    HELD("translation held in a section"),
    /** An access of a device was served by nobody. */
    GAP("unserved access"),
    /** An orderly swap was given up, and the driver before stayed in charge. */
    GIVEN_UP("swap given up"),
    /** Classes of a driver that is not there any more are still reachable. */
    CLASSES("class leak"),
    /** An operation ended with an exception. */
    FAILURE("failure of the machine");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static Optional<Breach> of(Kind kind, String text) {
    return Optional.of(new Breach(kind, "", "", text));
  }

  /** One of a driver. */
  static Breach of(Kind kind, Rule rule, String driver, String text) {
    return new Breach(kind, rule.id(), driver, text);
  }

  /**
   * Whether it is what a script was saved for.
   *
   * @param wanted what was broken then
   * @return true when rule, driver and, where it is said, kind are the same
   */
  public boolean is(Setting.Broken wanted) {
    return rule.equals(wanted.rule())
        && driver.equals(wanted.driver())
        && (wanted.kind().isEmpty() || wanted.kind().equals(kind.toString()));
  }

  /**
   * Whether the same driver breaks the same rule, if in another way: a stale translation may be
   * seen inside of a section or after it.
   *
   * @param wanted what was broken then
   * @return true also when {@link #is} is true, unless it was no rule
   */
  public boolean isLike(Setting.Broken wanted) {
    return !rule.isEmpty() && rule.equals(wanted.rule()) && driver.equals(wanted.driver());
  }

  /**
   * What to save a script for.
   *
   * @return kind, rule and driver
   */
  public Setting.Broken broken() {
    return new Setting.Broken(kind.toString(), rule, driver);
  }

  @Override
  public String toString() {
    return kind + (rule.isEmpty() ? "" : " (" + rule + ")") + ": " + text;
  }
}

package mm.lab.scenario;

import java.util.Map;

/**
 * What whoever runs a scenario asks for beside the rules.
 *
 * @param allow attributes that a driver must declare to be let in, and their values (R6.22); empty
 *     for all drivers
 * @param limits how long something may take, in milliseconds of virtual time; what is not named may
 *     take as long as it likes
 * @param orders which orders are run
 * @param reaction what becomes of a driver that breaks its word
 */
public record Terms(
    Map<String, String> allow, Map<Limit, Integer> limits, Orders orders, Reaction reaction) {

  /** What can be limited. */
  public enum Limit {
    /** A callback (R1.10). */
    CALLBACK,
    /** The age of a section (R2.11). */
    SECTION,
    /** The age of an epoch (R3.7). */
    EPOCH
  }

  /** What the policy says of a driver that breaks its word. */
  public enum Reaction {
    /** It is reported. */
    REPORT,
    /** It is taken out of service, too. */
    QUARANTINE
  }

  /** Which orders are run. */
  public enum Orders {
    /** Those that can differ. */
    DISTINCT,
    /** Every one. */
    EVERY
  }
}

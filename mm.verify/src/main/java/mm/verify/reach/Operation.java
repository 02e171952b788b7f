package mm.verify.reach;

import java.util.List;

/**
 * What is known of a method outside of the bundle.
 *
 * @param kinds what it does; of several the first that is forbidden counts
 * @param reason why, for messages
 */
public record Operation(List<Kind> kinds, String reason) {
  /** Of what nobody has looked at. */
  static final Operation UNKNOWN = new Operation(List.of(Kind.UNPROVEN), "nothing is known of it");

  /** Of what only the bundle could contain and does not. */
  static final Operation NOT_THERE =
      new Operation(List.of(Kind.UNPROVEN), "nothing in the bundle implements it");

  /** Kinds of operations; operations.txt explains them. */
  public enum Kind {
    /** May wait. */
    WAITS,
    /** Allocates simulated memory. */
    ALLOCATES,
    /** Changes the space, or faults in it. */
    REENTERS,
    /** Subscribes or closes. */
    CLOSES,
    /** Must not be called under a spin lock. */
    LEAF,
    /** Logs. */
    LOG,
    /** Makes Java objects. */
    MAKES,
    /** Runs what it is called on. */
    FOLLOWS,
    /** Only queues what it is given. */
    DEFERS,
    /** Cannot be followed. */
    UNPROVEN,
    /** None of these. */
    HARMLESS
  }

  /**
   * Tells whether it is of a kind.
   *
   * @param kind the kind
   * @return true when it is
   */
  public boolean is(Kind kind) {
    return kinds.contains(kind);
  }

  /** Of what is refused anyway it does not matter what else it does. */
  boolean runsWhatItIsGiven() {
    return is(Kind.HARMLESS) || is(Kind.MAKES) || is(Kind.LOG);
  }
}

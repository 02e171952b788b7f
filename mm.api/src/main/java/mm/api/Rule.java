package mm.api;

import java.util.Optional;

/**
 * The numbered rules of the contract. The same id stands in docs/contract.md, in Javadoc, in the
 * checks, in test names, in log text and in {@link ContractException}s.
 */
public enum Rule {
  /** Drivers: waiting. */
  R1_1("R1.1", "Under Blocking.FORBIDDEN a callback never waits."),
  /** Drivers: when declining is allowed. */
  R1_2("R1.2", "A callback answers WOULD_BLOCK only under Blocking.FORBIDDEN."),
  /** Drivers: declining and end exclude each other. */
  R1_3("R1.3", "A driver that can decline a start has no end callback."),
  /** Drivers: what start promises. */
  R1_4(
      "R1.4",
      "After start has returned, translations made before are not used in the range, and none is"
          + " made in it until end."),
  /** Drivers: release. */
  R1_5("R1.5", "Release drops every translation and is seen exactly once."),
  /** Drivers: no re-entry. */
  R1_6("R1.6", "A callback starts no VM operation on the space it is called for."),
  /** Drivers: allocation. */
  R1_7(
      "R1.7",
      "With allocation=never a callback allocates no simulated memory and takes no lock that is"
          + " held across an allocation."),
  /** Drivers: exceptions. */
  R1_8("R1.8", "A callback throws nothing."),
  /** Drivers: lock order. */
  R1_9(
      "R1.9",
      "A lock that a callback takes is not held over what may wait for an invalidation, and locks"
          + " are taken in one order."),
  /** Drivers: time. */
  R1_10("R1.10", "A callback returns within the time budget that the engine was given."),
  /** Sections: pairing. */
  R2_1("R2.1", "Every successful begin has exactly one end, also when a driver throws."),
  /** Sections: declined. */
  R2_2("R2.2", "A declined begin has no end."),
  /** Sections: who is asked after a decline. */
  R2_3(
      "R2.3",
      "After a list notifier declines, the others are still asked; after an interval notifier"
          + " declines, nobody else is."),
  /** Sections: compensation. */
  R2_4(
      "R2.4",
      "Paired notifiers that were started get exactly one end when another notifier declined."),
  /** Sections: order. */
  R2_5("R2.5", "Interval notifiers are told first, then list notifiers, newest first."),
  /** Sections: nesting. */
  R2_6("R2.6", "Sections nest and overlap across threads, so drivers count."),
  /** Sections: mixed mode. */
  R2_7("R2.7", "A decline of a list notifier also closes the interval section."),
  /** Sections: no registration inside. */
  R2_8("R2.8", "Subscribe, close or swap inside one's own section or callback is refused."),
  /** Sections: ranges. */
  R2_9("R2.9", "A range is page aligned, not empty and inside the address space."),
  /** Sections: stamps. */
  R2_10("R2.10", "A stamp is ended once, by the thread that got it, last in first out."),
  /** Sections: length. */
  R2_11("R2.11", "A section is ended before the engine's limit for its age."),
  /** Intervals: shape. */
  R3_1("R3.1", "An interval subscription has a valid range and a live space."),
  /** Intervals: the driver's half of the protocol. */
  R3_2("R3.2", "Invalidate sets the sequence under the lock that guards readRetry."),
  /** Intervals: publication. */
  R3_3("R3.3", "A translation is published only after readRetry said that nothing collided."),
  /** Intervals: frozen index. */
  R3_4("R3.4", "While an epoch is open the index is frozen; insert and remove are deferred."),
  /** Intervals: close. */
  R3_5("R3.5", "After close returns no callback runs or will run; close may wait for the epoch."),
  /** Intervals: liveness. */
  R3_6("R3.6", "readBegin waits for the open epoch at most as long as its caller allows."),
  /** Intervals: length. */
  R3_7("R3.7", "An epoch is closed before the engine's limit for its age."),
  /** Life cycle: no half pairs. */
  R4_1("R4.1", "Nobody sees an end without its start."),
  /** Life cycle: the newcomer. */
  R4_2(
      "R4.2",
      "A new list subscriber makes no translation until every section that was open at its"
          + " publication has ended."),
  /** Life cycle: close. */
  R4_3("R4.3", "close returns after the last callback."),
  /** Life cycle: release before pages are freed. */
  R4_4("R4.4", "Release comes once, before pages are freed; nothing can subscribe after it."),
  /** Life cycle: swap. */
  R4_5("R4.5", "A swap loses no invalidation and splits no pair."),
  /** Life cycle: shared subscriptions. */
  R4_6("R4.6", "A shared notifier is freed once, after its last callback, and without a release."),
  /** Life cycle: an operator's word. */
  R4_7("R4.7", "A driver that an operator took out of service stays out until an operator says."),
  /** Reclaim: the reaper. */
  R5_1("R5.1", "The reaper never waits."),
  /** Reclaim: retries. */
  R5_2("R5.2", "Refused mappings are skipped and retried at most 10 times at 100 ms."),
  /** Reclaim: giving up. */
  R5_3("R5.3", "After the last retry the victim is marked and skipped."),
  /** Metadata: capability. */
  R6_1("R6.1", "A driver bundle provides one mm.notifier.driver capability per driver class."),
  /** Metadata: completeness. */
  R6_2("R6.2", "Every attribute of the capability is present."),
  /** Metadata: no extras. */
  R6_3("R6.3", "The capability has no unknown attribute."),
  /** Metadata: types and values. */
  R6_4("R6.4", "Every attribute has its type and a value in its range."),
  /** Metadata: declared = implemented. */
  R6_5("R6.5", "Declared callbacks are exactly those that the notifier classes implement."),
  /** Metadata: subscription kinds. */
  R6_6("R6.6", "Declared subscription kinds are exactly those that the callbacks need."),
  /** Metadata: no other way in. */
  R6_7("R6.7", "A driver bundle has no activator, no component and no dynamic import."),
  /** Metadata: service file. */
  R6_8(
      "R6.8",
      "META-INF/services/mm.spi.NotifierDriver names public classes with a public constructor"
          + " without parameters."),
  /** Metadata: identity. */
  R6_9("R6.9", "A driver id is admitted once."),
  /** Metadata: declared = observed. */
  R6_10("R6.10", "A driver subscribes only what it declared."),
  /** Metadata: experiments. */
  R6_11("R6.11", "Opportunistic drivers are refused unless the engine was told to allow them."),
  /** Metadata: attach. */
  R6_12("R6.12", "attach returns a device and throws nothing."),
  /** Metadata: readable. */
  R6_13("R6.13", "The jar, its manifest and its classes can be read whole."),
  /** Metadata: the contract's version. */
  R6_14(
      "R6.14",
      "A driver bundle imports the contract's packages that it uses, in a range that holds"
          + " their version and ends before the next major one."),
  /** Metadata: side by side. */
  R6_15("R6.15", "A driver bundle exports no package and is no singleton."),
  /** Metadata: class file versions. */
  R6_16("R6.16", "No class file is newer than the execution environment that the bundle requires."),
  /** Metadata: never blocking, followed. */
  R6_17("R6.17", "With blocking=never no callback can reach an operation that waits."),
  /** Metadata: spin locks are leaves. */
  R6_18("R6.18", "Nothing is waited for while a spin lock is held."),
  /** Metadata: nothing unproven. */
  R6_19("R6.19", "What a callback calls can be followed or is known."),
  /** Metadata: no garbage. */
  R6_20("R6.20", "With allocation=never a callback makes no Java objects unless it fails."),
  /** Metadata: quiet success. */
  R6_21("R6.21", "A callback logs nothing unless something went wrong."),
  /** Metadata: policy. */
  R6_22("R6.22", "A driver matches the policy that it is checked against.");

  private final String id;
  private final String text;

  Rule(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /**
   * The id as written everywhere.
   *
   * @return for example {@code R2.4}
   */
  public String id() {
    return id;
  }

  /**
   * The rule in one sentence.
   *
   * @return the text of docs/contract.md
   */
  public String text() {
    return text;
  }

  /**
   * Finds a rule by its id.
   *
   * @param id for example {@code R2.4}, in any case
   * @return the rule, or empty when there is none
   */
  public static Optional<Rule> find(String id) {
    for (Rule rule : values()) {
      if (rule.id.equalsIgnoreCase(id)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return id;
  }
}

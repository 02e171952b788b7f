package mm.lab.rules;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import mm.api.Rule;

/**
 * A rule to be tried: an answer to every {@link Switch}, and rules of the contract that nobody
 * keeps. Immutable.
 */
public final class RuleSet {
  /** The contract: what every switch says first, and nothing missing. */
  public static final RuleSet CONTRACT =
      new RuleSet("contract", new EnumMap<>(Switch.class), EnumSet.noneOf(Rule.class));

  /**
   * The rules that can be left out: those that the dispatcher, the reaper or the swap keeps, and
   * those of drivers that somebody looks after while they run. The others are kept before a driver
   * runs: they speak of its metadata and its code.
   */
  public static final Set<Rule> REMOVABLE =
      Collections.unmodifiableSet(
          EnumSet.of(
              Rule.R1_1,
              Rule.R1_2,
              Rule.R1_3,
              Rule.R1_4,
              Rule.R1_5,
              Rule.R1_6,
              Rule.R1_7,
              Rule.R1_8,
              Rule.R1_9,
              Rule.R1_10,
              Rule.R2_1,
              Rule.R2_2,
              Rule.R2_3,
              Rule.R2_4,
              Rule.R2_5,
              Rule.R2_6,
              Rule.R2_7,
              Rule.R2_8,
              Rule.R2_9,
              Rule.R2_10,
              Rule.R2_11,
              Rule.R3_1,
              Rule.R3_2,
              Rule.R3_3,
              Rule.R3_4,
              Rule.R3_5,
              Rule.R3_6,
              Rule.R3_7,
              Rule.R4_1,
              Rule.R4_2,
              Rule.R4_3,
              Rule.R4_4,
              Rule.R4_5,
              Rule.R4_6,
              Rule.R4_7,
              Rule.R5_1,
              Rule.R5_2,
              Rule.R5_3,
              Rule.R6_10,
              Rule.R6_11,
              Rule.R6_12,
              Rule.R6_22));

  private final String name;
  private final Map<Switch, String> settings;
  private final Set<Rule> without;

  private RuleSet(String name, Map<Switch, String> settings, Set<Rule> without) {
    this.name = name;
    this.settings = settings;
    this.without = without;
  }

  /** {@return its name, for tables} */
  public String name() {
    return name;
  }

  /**
   * The same rule by another name.
   *
   * @param other the name
   * @return the rule set
   */
  public RuleSet named(String other) {
    return new RuleSet(other, settings, without);
  }

  /**
   * Answers one question differently.
   *
   * @param which the question
   * @param value one of {@link Switch#settings}
   * @return the rule set
   */
  public RuleSet with(Switch which, String value) {
    if (!which.settings().contains(value)) {
      throw new IllegalArgumentException(
          which.key() + " cannot be '" + value + "', but one of " + which.settings());
    }
    Map<Switch, String> all = new EnumMap<>(Switch.class);
    all.putAll(settings);
    all.put(which, value);
    return new RuleSet(name, all, without);
  }

  /**
   * Leaves a rule of the contract out.
   *
   * @param rule which
   * @return the rule set
   * @throws IllegalArgumentException when it is not one of {@link #REMOVABLE}
   */
  public RuleSet without(Rule rule) {
    if (!REMOVABLE.contains(rule)) {
      throw new IllegalArgumentException(rule + " cannot be left out, but one of " + REMOVABLE);
    }
    Set<Rule> all = EnumSet.of(rule);
    all.addAll(without);
    return new RuleSet(name, settings, all);
  }

  /**
   * Whether the answer to a question is this.
   *
   * @param which the question
   * @param value one of {@link Switch#settings}
   * @return whether it is
   */
  public boolean is(Switch which, String value) {
    return get(which).equals(value);
  }

  /**
   * The answer to a question.
   *
   * @param which the question
   * @return one of {@link Switch#settings}
   */
  public String get(Switch which) {
    return settings.getOrDefault(which, which.settings().get(0));
  }

  /**
   * Whether a rule of the contract is kept.
   *
   * @param rule which
   * @return false when it was left out
   */
  public boolean keeps(Rule rule) {
    return !without.contains(rule);
  }

  /** {@return the rules left out} */
  public Set<Rule> without() {
    return Set.copyOf(without);
  }

  /** {@return the answers that differ from the contract's, by key} */
  public Map<String, String> differences() {
    Map<String, String> all = new LinkedHashMap<>();
    settings.forEach(
        (which, value) -> {
          if (!value.equals(which.settings().get(0))) {
            all.put(which.key(), value);
          }
        });
    return all;
  }

  @Override
  public String toString() {
    return name + " " + differences() + (without.isEmpty() ? "" : " without " + without);
  }
}

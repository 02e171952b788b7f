package mm.lab;

import mm.api.CoreOptions;
import mm.api.Dispatcher;
import mm.lab.rules.RuleSet;
import mm.lab.rules.Switch;
import mm.machine.ReaperPolicy;
import mm.machine.RuleGeneration;

/**
 * The generations of Linux's rule for who is told when memory is taken away in a hurry. Each keeps
 * what the ones before it brought; {@link #OFF} stands apart.
 */
public enum Generation implements RuleGeneration {
  /** Up to 4.13: one start for all; the reaper tells nobody. */
  NONE("none"),
  /** 4d4bbd8526a8, August 2017: the reaper leaves a space with any notifier alone. */
  SKIP_ALL("skip-all"),
  /** 5ff7091f5a2c, December 2017: it leaves those alone of which one may block. */
  NON_BLOCKING_FLAG("non-blocking-flag"),
  /** 93065ac753e4, August 2018: a start may decline; those that did not get no end. */
  NON_BLOCKING_ATTEMPT("non-blocking-attempt"),
  /**
   * 99cb252f5e68, November 2019: interval notifiers; a list decline leaves their epoch open.
   * Before, an interval subscription stands for the tree that drivers kept on their own: it is
   * asked with the list, and its decline stops nobody.
   */
  INTERVAL("interval"),
  /** RFC of June 2020 (MAYFAIL), experimental, never merged: a decline may keep the pages. */
  OPPORTUNISTIC("opportunistic"),
  /** c2655835fd8c, March 2021: every start has its end. Here as the contract has it, with R2.7. */
  PAIRED("paired"),
  /** CONFIG_MMU_NOTIFIER=n: everything runs, nobody is told, the queries answer no. */
  OFF("off");

  private final String text;

  Generation(String text) {
    this.text = text;
  }

  /**
   * Finds a generation.
   *
   * @param text as {@link #toString} gives it
   * @return the generation
   * @throws IllegalArgumentException when there is none of that name; the message lists all
   */
  public static Generation of(String text) {
    for (Generation each : values()) {
      if (each.text.equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "no generation '" + text + "'; there are " + java.util.List.of(values()));
  }

  @Override
  public String id() {
    return text;
  }

  @Override
  public Dispatcher dispatcher(CoreOptions options) {
    return new ReferenceCore(rules(), options);
  }

  @Override
  public ReaperPolicy reaper() {
    return switch (this) {
      case NONE, OFF -> ReaperPolicy.UNANNOUNCED;
      case SKIP_ALL -> ReaperPolicy.SKIP_NOTIFIED;
      case NON_BLOCKING_FLAG -> ReaperPolicy.SKIP_BLOCKABLE;
      default -> ReaperPolicy.ATTEMPT;
    };
  }

  /**
   * What this generation answers to every question.
   *
   * @return its rule set, of its name
   */
  public RuleSet rules() {
    if (this == PAIRED) {
      return RuleSet.CONTRACT.named(text);
    }
    RuleSet rules =
        RuleSet.CONTRACT
            .named(text)
            .with(Switch.REGISTRATION, "under-mmap-lock")
            .with(Switch.GUARDS, "off")
            .with(Switch.POLICY, "none");
    if (this == OFF) {
      return unannounced(rules).with(Switch.NOTIFIERS, "compiled-out");
    }
    rules =
        rules
            .with(Switch.END_AFTER_DECLINE, "never")
            .with(Switch.EPOCH_AFTER_LIST_DECLINE, "leaked")
            .with(Switch.MAY_FAIL, this == OPPORTUNISTIC ? "on" : "off");
    return ordinal() < INTERVAL.ordinal() ? beforeIntervals(rules) : rules;
  }

  private RuleSet beforeIntervals(RuleSet later) {
    RuleSet rules = later.with(Switch.INTERVALS, "like-list");
    return switch (this) {
      case NONE -> unannounced(rules).with(Switch.FLAG_COUNTS, "all");
      case SKIP_ALL ->
          rules
              .with(Switch.DECLINES, "ignored")
              .with(Switch.REAPER, "skip-notified")
              .with(Switch.FLAG_COUNTS, "all");
      case NON_BLOCKING_FLAG ->
          rules.with(Switch.DECLINES, "ignored").with(Switch.REAPER, "skip-blockable");
      default -> rules;
    };
  }

  private static RuleSet unannounced(RuleSet rules) {
    return rules.with(Switch.DECLINES, "ignored").with(Switch.REAPER, "unannounced");
  }

  @Override
  public String toString() {
    return text;
  }
}

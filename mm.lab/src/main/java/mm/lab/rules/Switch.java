package mm.lab.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A question that the generations of the rule have answered differently. */
public enum Switch {
  /** Whether notifiers are told of anything at all (CONFIG_MMU_NOTIFIER). */
  NOTIFIERS("notifiers", "told", "compiled-out"),
  /**
   * When an operation is announced: before it, as here; or by a hook that runs when it is over; or
   * never, by somebody who does not know of notifiers. The reaper has its own switch.
   */
  ANNOUNCED("announced", "before", "late", "never"),
  /** Which of several list notifiers is told: of hooks that patch each other out only the last. */
  TOLD("told", "all", "newest"),
  /** Whether an announcement says of which space it is. */
  SPACES("spaces", "told-apart", "taken-for-the-first"),
  /** What the OOM reaper does with notifiers (4d4bbd8526a8, 5ff7091f5a2c, 93065ac753e4). */
  REAPER("reaper", "attempt", "unannounced", "skip-notified", "skip-blockable"),
  /** Where the reaper asks for notifiers, relative to its trylock (seed 001). */
  REAPER_CHECK("reaper-check", "after-trylock", "before-trylock"),
  /** What the reaper does with a space that it leaves alone: give up after 1 s, or retry. */
  REAPER_LEFT_ALONE("reaper-left-alone", "give-up", "retry"),
  /** What the flag of 5ff7091f5a2c marks; who carries none is the other thing (seed 000). */
  FLAG("flag", "marks-non-blocking", "marks-blocking"),
  /** Whether notifiers without invalidation callbacks count as blockable (seed 000, v1 and v2). */
  FLAG_COUNTS("flag-counts", "invalidating", "all"),
  /** Whether a start can decline (93065ac753e4). */
  DECLINES("declines", "honoured", "ignored"),
  /** Who is told of an end when somebody declined the start (seeds 003 and 004). */
  END_AFTER_DECLINE("end-after-decline", "all", "never", "succeeded", "sorted"),
  /** Whether more than one list notifier with an end may subscribe (tried before seed 004). */
  SEVERAL_ENDS("several-ends", "allowed", "refused"),
  /** Whether who can decline may have an end (R1.3; c2655835fd8c warns of it). */
  DECLINE_WITH_END("decline-with-end", "refused", "allowed"),
  /** Whether intervals are asked first and on their own (99cb252f5e68), or like the list. */
  INTERVALS("intervals", "first", "like-list"),
  /** Whether a list decline closes the interval section (R2.7; Linux leaves it open). */
  EPOCH_AFTER_LIST_DECLINE("epoch-after-list-decline", "closed", "leaked"),
  /** Whether reclaim may be declined and goes on all the same (seed 002, never merged). */
  MAY_FAIL("may-fail", "off", "on"),
  /** Whether a driver comes under the mmap lock, so that nobody changes memory meanwhile. */
  REGISTRATION("registration", "free", "under-mmap-lock"),
  /** Whether ends go to whom the start was told, or to whoever is on the list then. */
  LIST_WALK("list-walk", "snapshot", "live"),
  /** Whether drivers are looked over while they run (docs/lab.md, Guards). */
  GUARDS("guards", "on", "off"),
  /** Whether whoever runs it has a say in which drivers come (R6.22). */
  POLICY("policy", "followed", "none"),
  /** Whether a search of the intervals answers all it finds, or two of them, as a page of 100. */
  SEARCH("search", "whole", "first-page"),
  /** Whether a driver sees who asked for a migration (998427b3ad2c). */
  MIGRATION_OWNER("migration-owner", "passed", "hidden");

  private final String key;
  private final List<String> settings;

  Switch(String key, String... settings) {
    this.key = key;
    this.settings = List.of(settings);
  }

  /** {@return its name in scenario files} */
  public String key() {
    return key;
  }

  /** {@return what it can be set to; the contract's answer is the first} */
  public List<String> settings() {
    return settings;
  }

  /**
   * Finds a switch.
   *
   * @param key as {@link #key} gives it
   * @return empty when there is none of that name
   */
  public static Optional<Switch> of(String key) {
    return Stream.of(values()).filter(each -> each.key.equals(key)).findFirst();
  }
}

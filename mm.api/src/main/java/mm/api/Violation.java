package mm.api;

import java.util.List;

/**
 * A promise that a driver broke, with the number of times.
 *
 * @param rule the rule
 * @param subscriber name of the subscriber
 * @param space name of the address space where it happened first
 * @param message what happened first, with the callback and {@code [start, end)}
 * @param count how often, at least 1
 * @param stack where it happened first, innermost call first; for what shows only after a callback
 *     has returned, as a decline does, whose section it was; empty where nobody kept it
 */
public record Violation(
    Rule rule,
    String subscriber,
    String space,
    String message,
    long count,
    List<StackTraceElement> stack) {
  /**
   * Copies the stack.
   *
   * @param rule the rule
   * @param subscriber name of the subscriber
   * @param space name of the address space where it happened first
   * @param message what happened first
   * @param count how often
   * @param stack where it happened first
   */
  public Violation {
    stack = List.copyOf(stack);
  }

  /**
   * One of which nobody kept the stack.
   *
   * @param rule the rule
   * @param subscriber name of the subscriber
   * @param space name of the address space where it happened first
   * @param message what happened first
   * @param count how often
   */
  public Violation(Rule rule, String subscriber, String space, String message, long count) {
    this(rule, subscriber, space, message, count, List.of());
  }

  @Override
  public String toString() {
    return rule.id() + ": " + subscriber + ": " + message + (count > 1 ? " (" + count + "x)" : "");
  }
}

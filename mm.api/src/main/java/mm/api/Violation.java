package mm.api;

/**
 * A promise that a driver broke, with the number of times.
 *
 * @param rule the rule
 * @param subscriber name of the subscriber
 * @param space name of the address space where it happened first
 * @param message what happened first, with the callback and {@code [start, end)}
 * @param count how often, at least 1
 */
public record Violation(Rule rule, String subscriber, String space, String message, long count) {
  @Override
  public String toString() {
    return rule.id() + ": " + subscriber + ": " + message + (count > 1 ? " (" + count + "x)" : "");
  }
}

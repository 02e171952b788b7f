package mm.api;

/**
 * Something wrong with a driver's metadata or class.
 *
 * @param rule the broken rule
 * @param message what is wrong, in one sentence
 * @param mend how to mend it, in one sentence
 */
public record Finding(Rule rule, String message, String mend) {
  @Override
  public String toString() {
    return rule.id() + ": " + message + " " + mend;
  }
}

package mm.api;

/**
 * A caller or driver broke a numbered rule; thrown at once, before any state changed.
 *
 * <p>Refusals that are part of normal work (a declined section, a refused bundle) are values and
 * never this exception.
 */
public final class ContractException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final Rule rule;

  /**
   * Makes the exception; its message is the rule id followed by the text.
   *
   * @param rule the rule that was broken
   * @param message who did what, with {@code [start, end)} where a range is involved
   */
  public ContractException(Rule rule, String message) {
    super(rule.id() + ": " + message);
    this.rule = rule;
  }

  /**
   * Makes the exception with a cause.
   *
   * @param rule the rule that was broken
   * @param message who did what
   * @param cause what was thrown
   */
  public ContractException(Rule rule, String message, Throwable cause) {
    super(rule.id() + ": " + message, cause);
    this.rule = rule;
  }

  /**
   * The broken rule.
   *
   * @return the rule
   */
  public Rule rule() {
    return rule;
  }
}

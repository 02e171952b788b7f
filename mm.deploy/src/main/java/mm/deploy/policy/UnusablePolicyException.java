package mm.deploy.policy;

/** A policy that cannot be followed; the message says why. */
final class UnusablePolicyException extends Exception {
  private static final long serialVersionUID = 1;

  private final String key;

  UnusablePolicyException(String key, String message) {
    super(key + ": " + message);
    this.key = key;
  }

  /** Which of the configuration's keys is wrong. */
  String key() {
    return key;
  }
}

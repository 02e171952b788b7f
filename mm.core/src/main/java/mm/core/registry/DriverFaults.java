package mm.core.registry;

import mm.api.Finding;
import mm.api.Rule;
import mm.api.Violation;

/** What the registry itself holds against a driver, in words, and how to mend it. */
final class DriverFaults {
  private DriverFaults() {}

  static Finding undeclared(Class<?> type) {
    return new Finding(
        Rule.R6_1,
        type.getName() + " carries no @DriverInfo.",
        "Annotate it with what it declares.");
  }

  static Finding opportunistic(String id) {
    return new Finding(
        Rule.R6_11, id + " is opportunistic.", "Declare another failure, or allow the experiment.");
  }

  /** Its constructor or static initialiser failed. */
  static Finding unmade(Class<?> type, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new Finding(
        Rule.R6_8,
        type.getName() + " could not be made: " + cause + ".",
        "Let the constructor do nothing that can fail.");
  }

  static Finding duplicate(DriverEntry present) {
    return new Finding(
        Rule.R6_9,
        "A driver with the id " + present.id() + " is here already, from " + present.origin() + ".",
        "Retire it first, swap it for the newcomer, or choose another id.");
  }

  static Finding broken(Violation violation) {
    return new Finding(
        violation.rule(),
        violation.message() + ".",
        "Mend the driver; release it when it is safe to try again.");
  }
}

package mm.api;

import java.util.List;
import mm.spi.DriverCapability;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Which drivers are welcome, and what becomes of one that breaks its word: the word of whoever runs
 * the engine, beside the rules. An engine is told of it by {@link DriverRegistry#govern}; in OSGi
 * it takes the service of this type.
 *
 * <p>Methods may be called from any thread, at the same time; they must be quick and must not wait,
 * since {@link #reaction} is asked in the callback that broke a rule.
 */
@ConsumerType
public interface DriverPolicy {
  /** Welcomes every driver that keeps the rules, and only reports broken promises. */
  DriverPolicy OPEN =
      new DriverPolicy() {
        @Override
        public List<Finding> judge(DriverCapability declared, String origin) {
          return List.of();
        }

        @Override
        public Reaction reaction(Violation violation) {
          return Reaction.REPORT;
        }
      };

  /** What becomes of a driver that broke a promise. */
  enum Reaction {
    /** It is recorded, nothing else. */
    REPORT,
    /** {@link DriverRegistry#quarantine}. */
    QUARANTINE,
    /** It is retired for good; in OSGi its bundle is stopped. */
    STOP
  }

  /**
   * Judges a driver whose declaration has passed the rules, before any of its code runs, and again
   * whenever the policy changes.
   *
   * @param declared what it declares
   * @param origin where it comes from: a bundle with its version, or a class
   * @return why it is not welcome (R6.22); empty when it is
   */
  List<Finding> judge(DriverCapability declared, String origin);

  /**
   * Tells what to do about a broken promise. Never asked about hints.
   *
   * @param violation what happened
   * @return what to do
   */
  Reaction reaction(Violation violation);
}

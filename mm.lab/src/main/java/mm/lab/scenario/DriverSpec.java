package mm.lab.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A driver of a scenario: a real bundle, or a model written in the file.
 *
 * @param name its name in the scenario
 * @param space where it attaches
 * @param bundle the id of a real driver; empty for a model
 * @param options of a real driver
 * @param kind of a model
 * @param blocking what a model declares
 * @param allocation what a model declares
 * @param attached when it attaches
 * @param faults whether a model checks for collisions before it publishes a translation
 * @param holds pages it has translated before the threads start
 * @param range what an interval notifier listens to
 * @param callbacks what a model does in start, end, invalidate, flush and release
 * @param failure what a model declares
 */
public record DriverSpec(
    String name,
    String space,
    Optional<String> bundle,
    Map<String, String> options,
    Kind kind,
    Blocking blocking,
    Allocation allocation,
    Attached attached,
    Faults faults,
    List<Pages> holds,
    Pages range,
    Map<String, List<Command>> callbacks,
    Failure failure) {
  /** What a model can be. */
  public enum Kind {
    /** Start and end. */
    PAIRED("paired"),
    /** A start that may decline, no end. */
    DECLINING("declining"),
    /** Both: what R1.3 forbids. */
    DECLINING_WITH_END("declining-with-end"),
    /** MAYFAIL: may keep the pages under opportunistic ranges, and gets its end. */
    OPPORTUNISTIC("opportunistic"),
    /** An interval notifier. */
    INTERVAL("interval"),
    /** A TLB that follows the CPU's page tables. */
    SECONDARY_TLB("secondary-tlb"),
    /** No invalidation callbacks at all. */
    RELEASE_ONLY("release-only");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** {@return its name in files} */
    public String text() {
      return text;
    }

    static Optional<Kind> of(String text) {
      return Stream.of(values()).filter(each -> each.text.equals(text)).findFirst();
    }
  }

  /** What a model declares. */
  public enum Blocking {
    /** Never waits. */
    NEVER,
    /** Waits where it is allowed. */
    WHEN_ALLOWED,
    /** Says nothing; what that means depends on the polarity of the flag (seed 000). */
    UNSAID
  }

  /** What a model declares. */
  public enum Allocation {
    /** Its callbacks allocate nothing. */
    NEVER,
    /** They may. */
    MAY
  }

  /** Whether a model declares that it may decline. */
  public enum Failure {
    /** What its callbacks do. */
    AS_WRITTEN,
    /** Never, whatever its callbacks do. */
    NEVER
  }

  /** When a driver attaches. */
  public enum Attached {
    /** Before the threads start. */
    START,
    /** By the command {@code attach}. */
    LATER,
    /** By the command {@code attach}, which fails when it has subscribed. */
    FAILS
  }

  /** How a model makes translations. */
  public enum Faults {
    /** By the protocol of its kind. */
    CHECKED,
    /** Without looking whether something collided: breaks R1.4 and R3.3. */
    CARELESS
  }
}

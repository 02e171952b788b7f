package mm.api;

import java.util.List;
import java.util.Optional;
import mm.spi.DriverCapability;

/**
 * What an engine knows of a driver.
 *
 * @param id its id, or the name of its class or bundle when the metadata gave none
 * @param origin where it came from: a bundle with its version, or a class
 * @param state admitted, quarantined, standby or refused
 * @param capability what it declares; empty when the metadata was unreadable
 * @param findings why it was refused or quarantined; empty when admitted
 * @param attachments number of spaces it is attached to
 */
public record DriverStatus(
    String id,
    String origin,
    State state,
    Optional<DriverCapability> capability,
    List<Finding> findings,
    int attachments) {
  /** Whether a driver is in. */
  public enum State {
    /** It may be attached. */
    ADMITTED,
    /** It was, and waits for {@link DriverRegistry#release}; see the findings. */
    QUARANTINED,
    /**
     * It is admitted beside one with the same id, and may succeed it by {@link
     * DriverRegistry#swap}.
     */
    STANDBY,
    /** It may not; see the findings. */
    REFUSED
  }

  /**
   * Copies the list.
   *
   * @param id its id, or the name of its class or bundle when the metadata gave none
   * @param origin where it came from: a bundle with its version, or a class
   * @param state admitted, quarantined, standby or refused
   * @param capability what it declares; empty when the metadata was unreadable
   * @param findings why it was refused or quarantined; empty when admitted
   * @param attachments number of spaces it is attached to
   */
  public DriverStatus {
    findings = List.copyOf(findings);
  }
}

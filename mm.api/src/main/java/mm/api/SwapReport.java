package mm.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a swap went.
 *
 * @param from origin of the drivers that were in charge
 * @param to origin of those that were to succeed them
 * @param outcome who is in charge now
 * @param why what gave the swap up; empty when it was done
 * @param attachments in how many places both were attached
 * @param handedOver in how many of them the successor took over what the driver held; in the others
 *     it started cold
 * @param lingering in how many of them the one that had to go had not let go of everything within
 *     the limit; it goes as soon as its sections and callbacks end
 * @param reached time of each phase reached, in nanoseconds since the swap began
 */
public record SwapReport(
    String from,
    String to,
    Outcome outcome,
    Optional<Finding> why,
    int attachments,
    int handedOver,
    int lingering,
    Map<SwapPhase, Long> reached) {
  /** Who is in charge after a swap. */
  public enum Outcome {
    /** The successor. */
    SWAPPED,
    /** The driver that was in charge before, with nothing lost. */
    KEPT
  }

  /**
   * Copies the map.
   *
   * @param from origin of the drivers that were in charge
   * @param to origin of those that were to succeed them
   * @param outcome who is in charge now
   * @param why what gave the swap up
   * @param attachments in how many places both were attached
   * @param handedOver in how many of them the successor took over what the driver held
   * @param lingering in how many of them the one that had to go had not gone within the limit
   * @param reached time of each phase reached, in nanoseconds since the swap began
   */
  public SwapReport {
    Map<SwapPhase, Long> copy = new EnumMap<>(SwapPhase.class);
    copy.putAll(reached);
    reached = Collections.unmodifiableMap(copy);
  }

  /**
   * Tells whether the successor is in charge.
   *
   * @return false when everything is as it was before
   */
  public boolean swapped() {
    return outcome == Outcome.SWAPPED;
  }

  /**
   * How long the sections lasted that were open when the successor began to serve.
   *
   * @return nanoseconds; 0 when the swap did not come so far
   */
  public long drainNanos() {
    Long drained = reached.get(SwapPhase.DRAINED);
    return drained == null ? 0 : drained - reached.get(SwapPhase.SERVING);
  }
}

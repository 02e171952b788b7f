package mm.machine;

import java.util.List;
import mm.api.AddressRange;

/**
 * What became of one victim.
 *
 * @param victim its name
 * @param outcome how it ended
 * @param attempts how often the reaper came, 1 to 10
 * @param pages pages that were taken, in all attempts
 * @param reaped mappings that were taken in the last attempt
 * @param refused mappings that a notifier refused in the last attempt, which were skipped
 * @param finishedMillis when the reaper was through with it, on its clock
 */
public record Reap(
    String victim,
    Outcome outcome,
    int attempts,
    long pages,
    int reaped,
    List<AddressRange> refused,
    long finishedMillis) {
  /**
   * Copies the list.
   *
   * @param victim its name
   * @param outcome how it ended
   * @param attempts how often the reaper came, 1 to 10
   * @param pages pages that were taken, in all attempts
   * @param reaped mappings that were taken in the last attempt
   * @param refused mappings that a notifier refused in the last attempt, which were skipped
   * @param finishedMillis when the reaper was through with it, on its clock
   */
  public Reap {
    refused = List.copyOf(refused);
  }

  /** The ways a reap can end; after each the victim is marked and not chosen again (R5.3). */
  public enum Outcome {
    /** Every eligible mapping is empty. */
    REAPED,
    /** Left alone because of its notifiers; nothing was taken. */
    LEFT_ALONE,
    /** Given up after the last attempt; what was not refused is empty. */
    GIVEN_UP,
    /** Its last user ended it first. */
    EXITED
  }
}

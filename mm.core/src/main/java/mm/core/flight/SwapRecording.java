package mm.core.flight;

import mm.api.SwapPhase;
import mm.api.SwapPlan;

/** The phases of one swap for the flight recorder; used by the thread that swaps. */
public final class SwapRecording {
  private SwapPhaseEvent current = Recorder.phaseBegun();

  /** The swap begins. */
  public SwapRecording() {}

  /**
   * A phase was reached; what leads to the next one begins.
   *
   * @param plan the swap
   * @param drivers ids of its drivers
   * @param phase which phase
   */
  public void reached(SwapPlan plan, String drivers, SwapPhase phase) {
    commit(plan, drivers, phase, "REACHED", "");
    current = Recorder.phaseBegun();
  }

  /**
   * A phase was not reached, and the swap is given up.
   *
   * @param plan the swap
   * @param drivers ids of its drivers
   * @param phase which phase
   * @param why what gave it up
   */
  public void givenUp(SwapPlan plan, String drivers, SwapPhase phase, String why) {
    commit(plan, drivers, phase, "GIVEN_UP", why);
  }

  private void commit(SwapPlan plan, String drivers, SwapPhase phase, String outcome, String why) {
    SwapPhaseEvent event = current;
    if (event != null && event.shouldCommit()) {
      event.drivers = drivers;
      event.from = plan.from();
      event.to = plan.to();
      event.phase = phase.toString();
      event.outcome = outcome;
      event.why = why;
      event.commit();
    }
  }
}

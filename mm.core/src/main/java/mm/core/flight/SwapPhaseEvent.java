package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import mm.api.SwapPhase;
import mm.api.SwapPlan;

/** A phase of a swap, from the end of the one before: reached, or given up. */
@Name("mm.SwapPhase")
@Label("Phase of a Swap")
@Category({"mm", "Drivers"})
@Description("What led to a phase of a swap; GIVEN_UP when it was not reached, with the reason")
@StackTrace(false)
public final class SwapPhaseEvent extends Event {
  @Label("Drivers")
  String drivers;

  @Label("From")
  @Description("Bundle and version that were in charge")
  String from;

  @Label("To")
  @Description("Bundle and version that were to succeed")
  String to;

  @Label("Phase")
  String phase;

  @Label("Outcome")
  String outcome;

  @Label("Why")
  String why;

  private SwapPhaseEvent() {}

  /**
   * What leads to a phase begins.
   *
   * @return its event, with the time of now
   */
  public static SwapPhaseEvent begun() {
    SwapPhaseEvent event = new SwapPhaseEvent();
    event.begin();
    return event;
  }

  /**
   * The phase was reached.
   *
   * @param plan the swap
   * @param drivers ids of its drivers
   * @param reached which phase
   */
  public void reached(SwapPlan plan, String drivers, SwapPhase reached) {
    commit(plan, drivers, reached, "REACHED", "");
  }

  /**
   * The phase was not reached, and the swap is given up.
   *
   * @param plan the swap
   * @param drivers ids of its drivers
   * @param missed which phase
   * @param reason why
   */
  public void givenUp(SwapPlan plan, String drivers, SwapPhase missed, String reason) {
    commit(plan, drivers, missed, "GIVEN_UP", reason);
  }

  private void commit(SwapPlan plan, String ids, SwapPhase which, String result, String reason) {
    if (shouldCommit()) {
      drivers = ids;
      from = plan.from();
      to = plan.to();
      phase = which.toString();
      outcome = result;
      why = reason;
      commit();
    }
  }
}

package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A phase of a swap, from the end of the one before: reached, or given up. */
@Name("mm.SwapPhase")
@Label("Phase of a Swap")
@Category({"mm", "Drivers"})
@Description("What led to a phase of a swap; GIVEN_UP when it was not reached, with the reason")
@StackTrace(false)
final class SwapPhaseEvent extends Event {
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
}

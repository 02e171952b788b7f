package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A driver is taken out: from the order until it has had its last callback. */
@Name("mm.Quarantine")
@Label("Driver Quarantined")
@Category({"mm", "Drivers"})
@Description("A driver was taken out of all its spaces, until it had its last callback (R4.7)")
@StackTrace(false)
final class QuarantineEvent extends Event {
  @Label("Driver")
  String driver;

  @Label("Origin")
  String origin;

  @Label("Rule")
  String rule;

  @Label("Why")
  String why;
}

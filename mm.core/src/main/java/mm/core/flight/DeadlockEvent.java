package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Threads that block each other were found. */
@Name("mm.Deadlock")
@Label("Deadlock")
@Category({"mm", "Drivers"})
@Description("Drivers that wait for each other, found by the wait-for graph; once per deadlock")
@StackTrace(false)
final class DeadlockEvent extends Event {
  @Label("Drivers")
  String drivers;

  @Label("Waits")
  String waits;
}

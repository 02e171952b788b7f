package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A driver has answered WOULD_BLOCK. */
@Name("mm.Decline")
@Label("Declined Invalidation")
@Category({"mm", "Drivers"})
@Description("A driver answered that it would have to wait where waiting is forbidden (R1.2)")
@StackTrace(false)
final class DeclineEvent extends Event {
  @Label("Driver")
  String driver;

  @Label("Event")
  String event;

  @Label("Range")
  String range;

  @Label("Space")
  String space;
}

package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A callback took long. Recorded when it has returned. */
@Name("mm.SlowCallback")
@Label("Slow Callback")
@Category({"mm", "Drivers"})
@Description("A callback of a driver ran for at least 1 ms")
@StackTrace(false)
final class SlowCallbackEvent extends Event {
  @Label("Driver")
  String driver;

  @Label("Callback")
  String callback;

  @Label("Event")
  String event;

  @Label("Range")
  String range;

  @Label("Space")
  String space;

  @Label("Ran For")
  @Timespan(Timespan.NANOSECONDS)
  long ran;
}

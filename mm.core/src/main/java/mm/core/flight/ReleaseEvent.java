package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A quarantine ends: until the driver is attached again. */
@Name("mm.Release")
@Label("Driver Released")
@Category({"mm", "Drivers"})
@Description("A quarantine ended; the driver was attached anew wherever it was")
@StackTrace(false)
final class ReleaseEvent extends Event {
  @Label("Driver")
  String driver;

  @Label("Origin")
  String origin;
}

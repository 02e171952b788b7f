package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A driver called a port that waits, in a section that forbids waiting (R1.1). */
@Name("mm.ForbiddenWait")
@Label("Wait In A Forbidden Section")
@Category({"mm", "Drivers"})
@Description("A callback called a port that waits in a section that forbids waiting (R1.1)")
final class ForbiddenWaitEvent extends Event {
  @Label("Driver")
  String driver;

  @Label("Port")
  String port;

  @Label("Callback")
  String callback;

  @Label("Space")
  String space;
}

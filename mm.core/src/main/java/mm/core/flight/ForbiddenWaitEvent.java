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
public final class ForbiddenWaitEvent extends Event {
  @Label("Driver")
  String driver;

  @Label("Port")
  String port;

  @Label("Callback")
  String callback;

  @Label("Space")
  String space;

  private ForbiddenWaitEvent() {}

  /**
   * A callback is about to wait.
   *
   * @param driver whose
   * @param port kind and name of the port
   * @param callback the callback, with event and range
   * @param space name of the space
   */
  public static void commit(String driver, String port, String callback, String space) {
    ForbiddenWaitEvent wait = new ForbiddenWaitEvent();
    if (wait.shouldCommit()) {
      wait.driver = driver;
      wait.port = port;
      wait.callback = callback;
      wait.space = space;
      wait.commit();
    }
  }
}

package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import mm.api.WaitCycle;

/** Threads that block each other were found. */
@Name("mm.Deadlock")
@Label("Deadlock")
@Category({"mm", "Drivers"})
@Description("Drivers that wait for each other, found by the wait-for graph; once per deadlock")
@StackTrace(false)
public final class DeadlockEvent extends Event {
  @Label("Drivers")
  String drivers;

  @Label("Waits")
  String waits;

  private DeadlockEvent() {}

  /**
   * A deadlock was found.
   *
   * @param cycle who waits for whom
   */
  public static void commit(WaitCycle cycle) {
    DeadlockEvent found = new DeadlockEvent();
    if (found.shouldCommit()) {
      found.drivers = String.join(",", cycle.drivers());
      found.waits = cycle.toString();
      found.commit();
    }
  }
}

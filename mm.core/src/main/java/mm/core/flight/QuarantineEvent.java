package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import mm.api.Finding;

/** A driver is taken out: from the order until it has had its last callback. */
@Name("mm.Quarantine")
@Label("Driver Quarantined")
@Category({"mm", "Drivers"})
@Description("A driver was taken out of all its spaces, until it had its last callback (R4.7)")
@StackTrace(false)
public final class QuarantineEvent extends Event {
  @Label("Driver")
  String driver;

  @Label("Origin")
  String origin;

  @Label("Rule")
  String rule;

  @Label("Why")
  String why;

  private QuarantineEvent() {}

  /**
   * Takes a driver out and records that.
   *
   * @param driver which one
   * @param origin where it comes from
   * @param why rule and reason
   * @param taking takes it out
   */
  public static void around(String driver, String origin, Finding why, Runnable taking) {
    QuarantineEvent event = new QuarantineEvent();
    event.begin();
    taking.run();
    if (event.shouldCommit()) {
      event.driver = driver;
      event.origin = origin;
      event.rule = why.rule().id();
      event.why = why.message();
      event.commit();
    }
  }
}

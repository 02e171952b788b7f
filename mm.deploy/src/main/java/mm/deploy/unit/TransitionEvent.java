package mm.deploy.unit;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import mm.deploy.service.Transition;

/** In the flight recorder: a version of a unit has come to another state. */
@Name("mm.Transition")
@Label("Unit Transition")
@Category({"mm", "Deployment"})
@Description("A version of a driver bundle came to another state")
@StackTrace(false)
final class TransitionEvent extends Event {
  @Label("Unit")
  String unit;

  @Label("Version")
  String version;

  @Label("From")
  String from;

  @Label("To")
  String to;

  @Label("Reason")
  String reason;

  static void commit(Transition step) {
    TransitionEvent event = new TransitionEvent();
    if (event.shouldCommit()) {
      event.unit = step.unit();
      event.version = step.version();
      event.from = step.from().toString();
      event.to = step.to().toString();
      event.reason = step.reason();
      event.commit();
    }
  }
}

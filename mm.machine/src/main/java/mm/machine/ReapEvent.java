package mm.machine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In the flight recorder: the OOM reaper is through with a victim. */
@Name("mm.Reap")
@Label("Reap")
@Category({"mm", "Machine"})
@Description("What the OOM reaper could take of a victim, in all its attempts")
@StackTrace(false)
final class ReapEvent extends Event {
  @Label("Victim")
  String victim;

  @Label("Policy")
  String policy;

  @Label("Outcome")
  String outcome;

  @Label("Attempts")
  int attempts;

  @Label("Pages")
  long pages;

  @Label("Mappings Taken")
  int reaped;

  @Label("Mappings Refused")
  @Description("Those that a notifier refused in the last attempt")
  String refused;

  @Label("Virtual Time")
  @Description("When the reaper was through, in milliseconds of its own clock")
  long finishedMillis;
}

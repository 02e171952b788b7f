package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import mm.api.InvalidationRange;

/** A section that somebody was told of, from begin to end, if it took longer than the threshold. */
@Name("mm.Section")
@Label("Section")
@Category({"mm", "Sections"})
@Description("A section, from its begin to its end, also when it was declined")
@Threshold("20 ms")
@StackTrace(false)
public final class SectionEvent extends Event {
  @Label("Space")
  String space;

  @Label("Event")
  String event;

  @Label("Range")
  String range;

  @Label("Blocking")
  String blocking;

  /** Made by {@link Recorder#sectionBegun}. */
  SectionEvent() {}

  /**
   * It has ended, on the same thread.
   *
   * @param section what it was
   */
  public void ended(InvalidationRange section) {
    end();
    if (shouldCommit()) {
      space = section.space().name();
      event = section.event().toString();
      range = section.toRange().toString();
      blocking = section.blocking().toString();
      commit();
    }
  }
}

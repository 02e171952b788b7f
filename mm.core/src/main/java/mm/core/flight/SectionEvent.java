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
  private static final SectionEvent PROBE = new SectionEvent();

  @Label("Space")
  String space;

  @Label("Event")
  String event;

  @Label("Range")
  String range;

  @Label("Blocking")
  String blocking;

  private SectionEvent() {}

  /**
   * Tells whether a recording wants sections.
   *
   * @return false while none does
   */
  public static boolean wanted() {
    return PROBE.isEnabled();
  }

  /**
   * A section begins. Pairs with {@link #ended}.
   *
   * @return its event, with the time of now
   */
  public static SectionEvent begun() {
    SectionEvent event = new SectionEvent();
    event.begin();
    return event;
  }

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

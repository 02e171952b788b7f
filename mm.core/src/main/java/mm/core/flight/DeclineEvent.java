package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import mm.api.InvalidationRange;

/** A driver has answered WOULD_BLOCK. */
@Name("mm.Decline")
@Label("Declined Invalidation")
@Category({"mm", "Drivers"})
@Description("A driver answered that it would have to wait where waiting is forbidden (R1.2)")
@StackTrace(false)
public final class DeclineEvent extends Event {
  private static final DeclineEvent PROBE = new DeclineEvent();

  @Label("Driver")
  String driver;

  @Label("Event")
  String event;

  @Label("Range")
  String range;

  @Label("Space")
  String space;

  private DeclineEvent() {}

  /**
   * Tells whether a recording wants declines.
   *
   * @return false while none does
   */
  public static boolean wanted() {
    return PROBE.isEnabled();
  }

  /**
   * A driver has declined.
   *
   * @param driver which one
   * @param section what
   */
  public static void commit(String driver, InvalidationRange section) {
    DeclineEvent declined = new DeclineEvent();
    if (declined.shouldCommit()) {
      declined.driver = driver;
      declined.event = section.event().toString();
      declined.range = section.toRange().toString();
      declined.space = section.space().name();
      declined.commit();
    }
  }
}

package mm.core.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import mm.api.InvalidationRange;
import mm.spi.Callback;

/** A callback took long. Recorded when it has returned. */
@Name("mm.SlowCallback")
@Label("Slow Callback")
@Category({"mm", "Drivers"})
@Description("A callback of a driver ran for at least 1 ms")
@StackTrace(false)
public final class SlowCallbackEvent extends Event {
  /** From this on a callback is slow. */
  public static final long SLOW_NANOS = 1_000_000;

  private static final SlowCallbackEvent PROBE = new SlowCallbackEvent();

  @Label("Driver")
  String driver;

  @Label("Callback")
  String callback;

  @Label("Event")
  String event;

  @Label("Range")
  String range;

  @Label("Space")
  String space;

  @Label("Ran For")
  @Timespan(Timespan.NANOSECONDS)
  long ran;

  private SlowCallbackEvent() {}

  /**
   * Tells whether a recording wants slow callbacks.
   *
   * @return false while none does
   */
  public static boolean wanted() {
    return PROBE.isEnabled();
  }

  /**
   * A callback has returned.
   *
   * @param driver whose
   * @param callback which one
   * @param section what it was told
   * @param nanos how long it ran
   */
  public static void commit(
      String driver, Callback callback, InvalidationRange section, long nanos) {
    SlowCallbackEvent slow = new SlowCallbackEvent();
    if (nanos >= SLOW_NANOS && slow.shouldCommit()) {
      slow.driver = driver;
      slow.callback = callback.toString();
      slow.event = section.event().toString();
      slow.range = section.toRange().toString();
      slow.space = section.space().name();
      slow.ran = nanos;
      slow.commit();
    }
  }
}

package mm.core.flight;

import java.util.List;
import jdk.jfr.FlightRecorder;
import mm.api.Finding;
import mm.api.InvalidationRange;
import mm.api.WaitCycle;
import mm.spi.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the flight recorder of the JDK. May be called from any thread; never waits.
 *
 * <p><b>Algorithm notes.</b> The JDK registers an event class, and all that it needs for that, when
 * the class is initialised, which takes a tenth of a second the first time. So no event class is
 * touched before a recording has run in this JVM. It also links an event class to packages that the
 * JDK does not export, through the loader of the class: a framework has to delegate {@code
 * jdk.jfr.internal} and what is below it to the boot loader, else nothing is recorded, and that is
 * said once.
 */
public final class Recorder {
  /** From this on a callback is slow. */
  public static final long SLOW_NANOS = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** What the JDK links event classes to, in JDK 17 and in newer ones. */
  private static final List<String> WRITERS =
      List.of("jdk.jfr.internal.EventWriter", "jdk.jfr.internal.event.EventWriter");

  private Recorder() {}

  /** Initialised when the flight recorder runs for the first time. */
  private static final class Events {
    static final boolean USABLE = usable();
    static final SectionEvent SECTION = USABLE ? new SectionEvent() : null;
    static final DeclineEvent DECLINE = USABLE ? new DeclineEvent() : null;
    static final SlowCallbackEvent SLOW = USABLE ? new SlowCallbackEvent() : null;

    private Events() {}

    private static boolean usable() {
      boolean visible = WRITERS.stream().anyMatch(Events::isVisible);
      if (!visible) {
        LOG.warn(
            "no event of the engine can be recorded: the framework hides the flight recorder; set"
                + " org.osgi.framework.bootdelegation=jdk.jfr.internal,jdk.jfr.internal.*");
      }
      return visible;
    }

    private static boolean isVisible(String name) {
      try {
        Class.forName(name, false, Recorder.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }

  /**
   * Tells whether a recording wants to know of sections or callbacks.
   *
   * @return false while none does
   */
  public static boolean wantsAnything() {
    return runs() && (Events.SECTION.isEnabled() || wantsCallbacks());
  }

  private static boolean runs() {
    return FlightRecorder.isInitialized() && Events.USABLE;
  }

  /**
   * A section begins. Pairs with {@link SectionEvent#ended}.
   *
   * @return its event, with the time of now; null while no recording wants sections
   */
  public static SectionEvent sectionBegun() {
    if (!runs() || !Events.SECTION.isEnabled()) {
      return null;
    }
    SectionEvent event = new SectionEvent();
    event.begin();
    return event;
  }

  /**
   * Tells whether a recording wants callbacks to be looked at.
   *
   * @return false while none does
   */
  public static boolean wantsCallbacks() {
    return runs() && (Events.DECLINE.isEnabled() || Events.SLOW.isEnabled());
  }

  /**
   * A driver has declined.
   *
   * @param driver which one
   * @param section what
   */
  public static void declined(String driver, InvalidationRange section) {
    if (!runs()) {
      return;
    }
    DeclineEvent declined = new DeclineEvent();
    if (declined.shouldCommit()) {
      declined.driver = driver;
      declined.event = section.event().toString();
      declined.range = section.toRange().toString();
      declined.space = section.space().name();
      declined.commit();
    }
  }

  /**
   * A callback has returned that took {@link #SLOW_NANOS} or longer.
   *
   * @param driver whose
   * @param callback which one
   * @param section what it was told
   * @param nanos how long it ran
   */
  public static void slow(String driver, Callback callback, InvalidationRange section, long nanos) {
    if (!runs()) {
      return;
    }
    SlowCallbackEvent slow = new SlowCallbackEvent();
    if (slow.shouldCommit()) {
      slow.driver = driver;
      slow.callback = callback.toString();
      slow.event = section.event().toString();
      slow.range = section.toRange().toString();
      slow.space = section.space().name();
      slow.ran = nanos;
      slow.commit();
    }
  }

  /**
   * A callback is about to wait where that is forbidden.
   *
   * @param driver whose
   * @param port kind and name of the port
   * @param callback the callback, with event and range
   * @param space name of the space
   */
  public static void forbiddenWait(String driver, String port, String callback, String space) {
    if (!runs()) {
      return;
    }
    ForbiddenWaitEvent wait = new ForbiddenWaitEvent();
    if (wait.shouldCommit()) {
      wait.driver = driver;
      wait.port = port;
      wait.callback = callback;
      wait.space = space;
      wait.commit();
    }
  }

  /**
   * A deadlock was found.
   *
   * @param cycle who waits for whom
   */
  public static void deadlock(WaitCycle cycle) {
    if (!runs()) {
      return;
    }
    DeadlockEvent found = new DeadlockEvent();
    if (found.shouldCommit()) {
      found.drivers = String.join(",", cycle.drivers());
      found.waits = cycle.toString();
      found.commit();
    }
  }

  /**
   * Takes a driver out and records that.
   *
   * @param driver which one
   * @param origin where it comes from
   * @param why rule and reason
   * @param taking takes it out
   */
  public static void quarantine(String driver, String origin, Finding why, Runnable taking) {
    if (!runs()) {
      taking.run();
      return;
    }
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

  /**
   * Lets a driver in again and records that.
   *
   * @param driver which one
   * @param origin where it comes from
   * @param letting lets it in
   */
  public static void release(String driver, String origin, Runnable letting) {
    if (!runs()) {
      letting.run();
      return;
    }
    ReleaseEvent event = new ReleaseEvent();
    event.begin();
    letting.run();
    if (event.shouldCommit()) {
      event.driver = driver;
      event.origin = origin;
      event.commit();
    }
  }

  /** What leads to a phase of a swap begins; null while nothing records. */
  static SwapPhaseEvent phaseBegun() {
    if (!runs()) {
      return null;
    }
    SwapPhaseEvent event = new SwapPhaseEvent();
    event.begin();
    return event;
  }
}

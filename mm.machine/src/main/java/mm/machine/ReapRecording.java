package mm.machine;

import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;

/**
 * Shows reaps to the flight recorder. The event class is not touched before a recording has run,
 * since the JDK registers it then; where a framework hides what the JDK links it to, nothing is
 * recorded, which the engine says for its own events.
 */
final class ReapRecording {
  private ReapRecording() {}

  static Reap around(ReaperPolicy policy, Supplier<Reap> reaping) {
    ReapEvent event = FlightRecorder.isInitialized() ? begun() : null;
    Reap reap = reaping.get();
    if (event != null) {
      tell(event, policy, reap);
    }
    return reap;
  }

  private static ReapEvent begun() {
    try {
      ReapEvent event = new ReapEvent();
      event.begin();
      return event;
    } catch (LinkageError e) {
      return null; // nobody can be told
    }
  }

  private static void tell(ReapEvent event, ReaperPolicy policy, Reap reap) {
    try {
      if (event.shouldCommit()) {
        commit(event, policy, reap);
      }
    } catch (LinkageError e) {
      // as above: newer JDKs link the class as late as here
    }
  }

  private static void commit(ReapEvent event, ReaperPolicy policy, Reap reap) {
    event.victim = reap.victim();
    event.policy = policy.toString();
    event.outcome = reap.outcome().toString();
    event.attempts = reap.attempts();
    event.pages = reap.pages();
    event.reaped = reap.reaped();
    event.refused = reap.refused().toString();
    event.finishedMillis = reap.finishedMillis();
    event.commit();
  }
}

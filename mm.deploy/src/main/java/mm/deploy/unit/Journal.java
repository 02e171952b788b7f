package mm.deploy.unit;

import java.time.Clock;
import jdk.jfr.FlightRecorder;
import mm.deploy.service.Transition;
import mm.deploy.service.TransitionListener;
import mm.deploy.service.UnitState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs transitions and tells whoever listens. */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  private final Clock clock;
  private final Iterable<TransitionListener> listeners;

  Journal(Clock clock, Iterable<TransitionListener> listeners) {
    this.clock = clock;
    this.listeners = listeners;
  }

  /** A version of a unit is in another state now. */
  void write(DriverUnit unit, String version, UnitState to, String reason) {
    Transition step =
        new Transition(clock.instant(), unit.name(), version, unit.stateOf(version), to, reason);
    unit.add(step);
    log(step);
    record(step);
    for (TransitionListener each : listeners) {
      tell(each, step);
    }
  }

  private static void log(Transition step) {
    String text = step.unit() + " " + step.version() + ": " + step.from() + " -> " + step.to();
    if (step.to() == UnitState.FAILED) {
      LOG.warn("{} ({})", text, step.reason());
    } else {
      LOG.info("{} ({})", text, step.reason());
    }
  }

  /**
   * No event class is touched before a recording has run: initialising one is slow, and fails where
   * a framework hides the internals of the flight recorder, which the engine's own events tell of.
   */
  private static void record(Transition step) {
    if (FlightRecorder.isInitialized()) {
      try {
        TransitionEvent.commit(step);
      } catch (LinkageError e) {
        LOG.debug("{} cannot be recorded", step, e);
      }
    }
  }

  private static void tell(TransitionListener listener, Transition step) {
    try {
      listener.changed(step);
    } catch (RuntimeException e) {
      LOG.error("a listener failed at {}", step, e);
    }
  }
}

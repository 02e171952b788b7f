package mm.deploy.unit;

import java.util.List;
import java.util.Optional;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.SwapPhase;
import mm.api.SwapPlan;
import mm.api.SwapReport;
import mm.deploy.service.DeployReport;
import mm.deploy.service.UnitState;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces a version by another: the new one comes up beside the old one, which goes last. */
final class Swapping {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  private final Engine engine;
  private final Wirings wirings;
  private final Journal journal;
  private final Settings settings;
  private final Installing installing;
  private final Removing removing;

  Swapping(
      Engine engine,
      Wirings wirings,
      Journal journal,
      Settings settings,
      Installing installing,
      Removing removing) {
    this.engine = engine;
    this.wirings = wirings;
    this.journal = journal;
    this.settings = settings;
    this.installing = installing;
    this.removing = removing;
  }

  DeployReport plan(Deployed before, Jar jar) {
    return Reports.planned(
        jar,
        before.jar().origin() + " can be swapped for " + jar.version(),
        wirings.closure(before.bundle()));
  }

  DeployReport swap(DriverUnit unit, Deployed before, Jar jar, String source)
      throws BundleException, RefusedJarException {
    Optional<Deployed> kept = unit.previous().filter(each -> isOf(each, jar));
    if (kept.isPresent()) {
      return rollback(unit, "swapped back to the version that was kept");
    }
    removing.forgetPrevious(unit); // one version is kept, not all of them
    List<String> closure = wirings.closure(before.bundle());
    Deployed next = installing.bring(unit, jar, source);
    SwapReport report = succeedOrUndo(unit, before, next);
    if (!report.swapped()) {
      return giveUp(unit, before, next, report);
    }
    unit.inCharge(
        next,
        before,
        System.nanoTime() + settings.probationNanos(),
        engine.violations(jar.drivers()));
    stop(unit, before);
    return Reports.done(
        jar,
        jar.origin() + " serves instead of " + before.version() + lingering(report),
        closure,
        Optional.of(report));
  }

  private static boolean isOf(Deployed kept, Jar jar) {
    return kept.jar().sha256().equals(jar.sha256());
  }

  private static String lingering(SwapReport report) {
    return report.lingering() == 0
        ? ""
        : "; the version before still waits in " + report.lingering() + " places";
  }

  private SwapReport succeedOrUndo(DriverUnit unit, Deployed before, Deployed next)
      throws RefusedJarException {
    try {
      return succeed(unit, before, next);
    } catch (IllegalStateException e) { // the engine has gone, or the bundle has
      removing.undo(unit, next, e.getMessage());
      throw e;
    }
  }

  /** Admits the next version as standby and swaps. */
  private SwapReport succeed(DriverUnit unit, Deployed before, Deployed next)
      throws RefusedJarException {
    String origin = Engine.origin(next.bundle());
    engine.drivers().expectStandby(origin);
    installing.admit(unit, next, State.STANDBY);
    journal.write(unit, next.version(), UnitState.STANDBY, "admitted beside " + before.version());
    return engine
        .drivers()
        .swap(
            new SwapPlan(
                Engine.origin(before.bundle()),
                origin,
                settings.limitNanos(),
                phase -> note(unit, before, next, phase)));
  }

  private void note(DriverUnit unit, Deployed before, Deployed next, SwapPhase phase) {
    if (phase == SwapPhase.DOUBLED) {
      journal.write(unit, next.version(), UnitState.SHADOW, "both are told of everything");
    } else if (phase == SwapPhase.SERVING) {
      journal.write(unit, next.version(), UnitState.ACTIVE, "it serves all accesses");
      journal.write(unit, before.version(), UnitState.DRAINING, "its open sections end");
    }
  }

  private DeployReport giveUp(DriverUnit unit, Deployed before, Deployed next, SwapReport report) {
    Finding why = report.why().orElseThrow();
    unit.found(List.of(why));
    removing.undo(unit, next, why.message());
    if (unit.stateOf(before.version()) == UnitState.DRAINING) {
      journal.write(unit, before.version(), UnitState.ACTIVE, "in charge again");
    }
    return Reports.kept(
        next.jar(),
        "Version " + before.version() + " is in charge: " + why.message(),
        List.of(why),
        Optional.of(report));
  }

  /** It has no place any more, so this waits for nothing; who serves now does so in any case. */
  private void stop(DriverUnit unit, Deployed before) {
    try {
      removing.stop(before.bundle());
    } catch (BundleException e) {
      LOG.warn("{} does not stop; it has no place any more", before.jar().origin(), e);
    }
    journal.write(unit, before.version(), UnitState.STOPPED, "it had its last callback");
  }

  DeployReport rollback(DriverUnit unit, String reason)
      throws BundleException, RefusedJarException {
    Deployed bad = unit.current().orElseThrow();
    Deployed good = unit.previous().orElseThrow();
    List<String> closure = wirings.closure(bad.bundle());
    journal.write(unit, good.version(), UnitState.INSTALLED, reason);
    unit.previous(null); // undone with what fails below, else in charge
    unit.proved();
    if (engine.of(bad.bundle()).stream().anyMatch(each -> each.state() != State.ADMITTED)) {
      return replace(unit, bad, good, closure, reason);
    }
    SwapReport report = succeedOrUndo(unit, bad, good);
    if (!report.swapped()) {
      return giveUp(unit, bad, good, report);
    }
    unit.inCharge(good);
    stop(unit, bad);
    removing.remove(unit, bad, reason);
    return Reports.done(
        good.jar(),
        good.jar().origin() + " serves again instead of " + bad.version() + lingering(report),
        closure,
        Optional.of(report));
  }

  /**
   * What serves no more, being quarantined or stopped, cannot be swapped: the other one follows.
   */
  private DeployReport replace(
      DriverUnit unit, Deployed bad, Deployed good, List<String> closure, String reason)
      throws BundleException, RefusedJarException {
    stop(unit, bad);
    unit.current(null);
    removing.remove(unit, bad, reason);
    installing.admit(unit, good, State.ADMITTED);
    unit.inCharge(good);
    journal.write(unit, good.version(), UnitState.ACTIVE, reason);
    return Reports.done(
        good.jar(), good.jar().origin() + " serves again after " + bad.version(), closure);
  }
}

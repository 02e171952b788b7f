package mm.deploy.unit;

import java.util.List;
import mm.api.DriverStatus.State;
import mm.api.Finding;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.UnitState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Brings a version into the framework, up to where its drivers are admitted. */
final class Installing {
  private final Engine engine;
  private final Wirings wirings;
  private final Journal journal;
  private final Removing removing;

  Installing(Engine engine, Wirings wirings, Journal journal, Removing removing) {
    this.engine = engine;
    this.wirings = wirings;
    this.journal = journal;
    this.removing = removing;
  }

  DeployReport install(DriverUnit unit, Jar jar, String source)
      throws BundleException, RefusedJarException {
    Deployed version = bring(unit, jar, source);
    try {
      admit(unit, version, State.ADMITTED);
    } catch (IllegalStateException e) { // the engine has gone, or the bundle has
      removing.undo(unit, version, e.getMessage());
      throw e;
    }
    unit.inCharge(version);
    journal.write(unit, jar.version(), UnitState.ACTIVE, "installed from " + source);
    return Reports.done(jar, jar.origin() + " serves " + jar.drivers(), List.of());
  }

  /** Installs and resolves; no code of the bundle has run. */
  Deployed bring(DriverUnit unit, Jar jar, String source)
      throws BundleException, RefusedJarException {
    Bundle bundle = engine.context().installBundle(jar.location());
    Deployed version = new Deployed(bundle, jar, source);
    journal.write(unit, jar.version(), UnitState.INSTALLED, "the jar is in the framework");
    if (!wirings.resolves(bundle)) {
      throw refuse(unit, version, unresolved(bundle));
    }
    journal.write(unit, jar.version(), UnitState.VALIDATED, "checked, and resolved");
    return version;
  }

  private List<Finding> unresolved(Bundle bundle) {
    List<Finding> vetoed = engine.findings(bundle);
    return vetoed.isEmpty() ? List.of(unresolvedFinding(bundle)) : vetoed;
  }

  /** Starting what does not resolve runs nothing of it, and says why. */
  static Finding unresolvedFinding(Bundle bundle) {
    String why = "no reason given";
    try {
      bundle.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      why = e.getMessage();
    }
    return new Finding(
        Rule.R6_14,
        "The bundle does not resolve: " + why + ".",
        "Deploy what it needs first, or build it against what is here.");
  }

  /** Starts the bundle, after which the engine's word on its drivers is known. */
  void admit(DriverUnit unit, Deployed version, State wanted) throws RefusedJarException {
    try {
      version.bundle().start();
    } catch (BundleException e) {
      throw refuse(unit, version, List.of(failed(e)));
    }
    if (!engine.allAre(version.bundle(), wanted)) {
      throw refuse(unit, version, engine.findings(version.bundle()));
    }
  }

  private static Finding failed(BundleException e) {
    return new Finding(
        Rule.R6_8, "The bundle does not start: " + e.getMessage() + ".", "See the log.");
  }

  private RefusedJarException refuse(DriverUnit unit, Deployed version, List<Finding> findings) {
    String why =
        version.jar().origin()
            + " is refused"
            + findings.stream().findFirst().map(first -> ": " + first.message()).orElse("");
    unit.found(findings);
    removing.undo(unit, version, why);
    return new RefusedJarException(why, findings);
  }
}

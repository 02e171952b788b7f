package mm.deploy.unit;

import java.util.List;
import mm.api.DriverStatus;
import mm.deploy.service.DeployReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches versions that have just come into charge, and rolls back one that breaks its word. */
final class Probation {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  private final Engine engine;
  private final Deployer deployer;

  Probation(Engine engine, Deployer deployer) {
    this.engine = engine;
    this.deployer = deployer;
  }

  /** Looks once; called again and again. */
  void look(long nowNanos) {
    for (DriverUnit each : List.copyOf(deployer.all())) {
      if (each.onProbation() && engine.core().isPresent()) {
        look(each, nowNanos);
      }
    }
  }

  private void look(DriverUnit unit, long nowNanos) {
    unit.current().filter(unit::isOnProbation).ifPresent(each -> look(unit, each, nowNanos));
  }

  /** What is found is said of this version, since another may be in charge when it is said. */
  private void look(DriverUnit unit, Deployed version, long nowNanos) {
    if (unit.violatedSince(engine.violations(unit.drivers()))) {
      rollBack(
          unit, version, "rolled back: the version after it broke its word while on probation");
    } else if (isOut(version)) {
      rollBack(
          unit, version, "rolled back: the version after it was quarantined while on probation");
    } else if (unit.probationEnded(nowNanos)) {
      deployer.proved(unit, version);
    }
  }

  private boolean isOut(Deployed version) {
    return engine.present(version.bundle()).stream()
        .anyMatch(each -> each.state() == DriverStatus.State.QUARANTINED);
  }

  private void rollBack(DriverUnit unit, Deployed bad, String reason) {
    DeployReport report = deployer.rollback(unit, bad, reason);
    LOG.warn("{}: {}", reason, report.message());
  }
}

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
    if (unit.violatedSince(engine.violations(unit.drivers()))) {
      rollBack(unit, "rolled back: the version after it broke its word while on probation");
    } else if (isOut(unit)) {
      rollBack(unit, "rolled back: the version after it was quarantined while on probation");
    } else if (unit.probationEnded(nowNanos)) {
      deployer.proved(unit);
    }
  }

  private boolean isOut(DriverUnit unit) {
    return unit.current().stream()
        .flatMap(current -> engine.present(current.bundle()).stream())
        .anyMatch(each -> each.state() == DriverStatus.State.QUARANTINED);
  }

  private void rollBack(DriverUnit unit, String reason) {
    DeployReport report = deployer.rollback(unit.name(), reason);
    LOG.warn("{}: {}", reason, report.message());
  }
}

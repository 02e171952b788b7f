package mm.deploy.unit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mm.api.Finding;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment.Mode;
import org.osgi.framework.BundleException;

/**
 * Orders about drivers: checks first, while nothing has changed, and then leaves the work to {@link
 * Installing}, {@link Swapping} and {@link Removing}. Called by whoever carries out an order.
 */
final class DriverOrders {
  private final Map<String, DriverUnit> units;
  private final Known known;
  private final Installing installing;
  private final Swapping swapping;
  private final Removing removing;

  DriverOrders(
      Map<String, DriverUnit> units,
      Known known,
      Installing installing,
      Swapping swapping,
      Removing removing) {
    this.units = units;
    this.known = known;
    this.installing = installing;
    this.swapping = swapping;
    this.removing = removing;
  }

  private Optional<DriverUnit> unit(String name) {
    return units.values().stream().filter(each -> each.goesBy(name)).findFirst();
  }

  DeployReport install(Jar jar, Mode mode, String source)
      throws BundleException, RefusedJarException {
    Optional<Deployed> current = unit(jar.name()).flatMap(DriverUnit::current);
    if (current.isPresent()) {
      return Reports.present(jar, current.get());
    }
    Optional<Finding> obstacle = obstacle(jar);
    if (obstacle.isPresent()) {
      return Reports.refused(jar, obstacle.get());
    }
    DriverUnit unit = units.computeIfAbsent(jar.name(), DriverUnit::new);
    return mode == Mode.DRY_RUN
        ? Reports.planned(jar, "It can be installed", List.of())
        : installing.install(unit, jar, source);
  }

  DeployReport swap(String name, Jar jar, Mode mode, String source)
      throws BundleException, RefusedJarException {
    Optional<DriverUnit> unit = unit(name);
    Optional<Deployed> current = unit.flatMap(DriverUnit::current);
    if (current.isEmpty()) {
      return Reports.refused(name, "", "No unit or driver '" + name + "' is here to be swapped");
    }
    if (!unit.get().name().equals(jar.name())) {
      return Reports.refused(
          name, jar.version(), "The jar is " + jar.name() + ", not " + unit.get().name());
    }
    if (current.get().jar().sha256().equals(jar.sha256())) {
      return Reports.unchanged(jar);
    }
    Optional<Finding> obstacle = obstacle(jar);
    if (obstacle.isPresent()) {
      unit.get().found(List.of(obstacle.get()));
      return Reports.refused(jar, obstacle.get());
    }
    return mode == Mode.DRY_RUN
        ? swapping.plan(current.get(), jar)
        : swapping.swap(unit.get(), current.get(), jar, source);
  }

  /** What the framework or the engine would refuse later, said before anything has changed. */
  private Optional<Finding> obstacle(Jar jar) {
    return known.sameVersion(jar).or(() -> otherOwner(jar));
  }

  private Optional<Finding> otherOwner(Jar jar) {
    return units.values().stream()
        .filter(each -> !each.name().equals(jar.name()) && each.current().isPresent())
        .filter(each -> jar.drivers().stream().anyMatch(each::goesBy))
        .map(
            each ->
                new Finding(
                    Rule.R6_9,
                    "The unit " + each.name() + " has a driver of " + jar.drivers() + " already.",
                    "Remove that unit first, or choose another id."))
        .findFirst();
  }

  DeployReport rollback(String name, String reason) throws BundleException, RefusedJarException {
    Optional<DriverUnit> unit = unit(name);
    return unit.flatMap(DriverUnit::previous).isEmpty()
        ? Reports.refused(name, "", "No version before is kept of '" + name + "'")
        : swapping.rollback(unit.get(), reason);
  }

  /** Rolls back unless the version that is to go has gone while the order waited for its turn. */
  DeployReport rollback(DriverUnit unit, Deployed bad, String reason)
      throws BundleException, RefusedJarException {
    return unit.isOnProbation(bad)
        ? rollback(unit.name(), reason)
        : Reports.refused(
            unit.name(), bad.version(), "Version " + bad.version() + " is not on probation now");
  }

  /**
   * Removes a unit.
   *
   * @param gone is run when it has been removed, with the file that it came from, if any
   */
  DeployReport remove(String name, Mode mode, String reason, Consumer<String> gone)
      throws BundleException {
    Optional<DriverUnit> unit = unit(name).filter(each -> each.current().isPresent());
    if (unit.isEmpty()) {
      return Reports.refused(name, "", "No unit or driver '" + name + "' is here");
    }
    if (mode == Mode.DRY_RUN) {
      return removing.plan(unit.get());
    }
    Optional<String> file = unit.get().desired();
    DeployReport report = removing.remove(unit.get(), reason);
    if (report.satisfied()) {
      file.ifPresent(gone);
    }
    return report;
  }

  /** The time of probation of a version is over: the one before it is not needed any more. */
  void proved(DriverUnit unit, Deployed version) {
    if (unit.isOnProbation(version)) {
      removing.forgetPrevious(unit);
    }
  }
}

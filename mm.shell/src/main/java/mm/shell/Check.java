package mm.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mm.api.AddressSpace;
import mm.api.DriverStatus;
import mm.api.NotifierCore;
import mm.api.Violation;
import mm.api.WaitCycle;
import mm.deploy.service.Configurations;
import mm.deploy.service.Configured;
import mm.deploy.service.Deployment;
import mm.deploy.service.Unit;
import mm.deploy.service.UnitState;

/**
 * One question about the engine's health, answered.
 *
 * @param name of the question
 * @param status the answer
 * @param details what it is about; when it is OK, what there is to say all the same
 */
record Check(String name, Status status, List<String> details) {
  private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How bad it is. */
  enum Status {
    /** Nothing to do. */
    OK,
    /** Something does not work as deployed; memory is safe. */
    WARN,
    /** A driver broke its word, or somebody waits for ever. */
    CRITICAL
  }

  /** All questions; those to the deployer where there is one. */
  static List<Check> all(Engine engine) {
    List<Check> all = new ArrayList<>(ofDrivers(engine.core()));
    all.addAll(ofEngine(engine.core()));
    engine.deployments().ifPresent(deployment -> all.addAll(ofDeployment(deployment)));
    engine.configurations().ifPresent(configurations -> all.add(of(configurations)));
    return all;
  }

  static List<Check> ofDrivers(NotifierCore core) {
    List<DriverStatus> drivers = core.drivers().list();
    return List.of(
        check("refused drivers", Status.WARN, in(drivers, DriverStatus.State.REFUSED)),
        check("quarantined drivers", Status.WARN, in(drivers, DriverStatus.State.QUARANTINED)),
        check("broken promises", Status.CRITICAL, texts(core.violations())),
        check("hints of waits", Status.WARN, texts(core.hints())));
  }

  static List<Check> ofEngine(NotifierCore core) {
    return List.of(
        check("deadlocks", Status.CRITICAL, deadlocks(core)),
        check("old sections", Status.CRITICAL, oldSections(core)));
  }

  static List<Check> ofDeployment(Deployment deployment) {
    List<Unit> units = deployment.units();
    return List.of(
        check(
            "failed units",
            Status.WARN,
            units.stream()
                .filter(each -> each.state() == UnitState.FAILED)
                .map(each -> each.name() + " " + each.version())),
        check(
            "findings against jars",
            Status.WARN,
            units.stream()
                .filter(each -> !each.findings().isEmpty())
                .map(each -> each.name() + ": " + each.findings())));
  }

  /** Also when it is OK it says what came from where. */
  static Check of(Configurations configurations) {
    List<Configured> all = configurations.all();
    boolean fine = all.stream().allMatch(each -> each.refused().isEmpty());
    return new Check(
        "configurations", fine ? Status.OK : Status.WARN, all.stream().map(Check::text).toList());
  }

  private static String text(Configured configured) {
    String inForce =
        configured.source().isEmpty() ? "nothing in force" : "in force by " + configured.source();
    return configured.pid()
        + " "
        + inForce
        + (configured.refused().isEmpty() ? "" : "; refused: " + configured.refused());
  }

  private static Check check(String name, Status otherwise, Stream<String> details) {
    List<String> all = details.toList();
    return new Check(name, all.isEmpty() ? Status.OK : otherwise, all);
  }

  private static Stream<String> in(List<DriverStatus> drivers, DriverStatus.State state) {
    return drivers.stream()
        .filter(each -> each.state() == state)
        .map(each -> each.id() + " of " + each.origin() + ": " + each.findings());
  }

  private static Stream<String> texts(List<Violation> violations) {
    return violations.stream().map(Violation::toString);
  }

  private static Stream<String> deadlocks(NotifierCore core) {
    return core.waitGraph().cycles().stream().map(WaitCycle::toString);
  }

  private static Stream<String> oldSections(NotifierCore core) {
    List<String> found = new ArrayList<>();
    for (AddressSpace space : core.spaces()) {
      space.openSections().stream()
          .filter(section -> section.ageNanos() > OLD_NANOS)
          .forEach(section -> found.add(space.name() + ": " + section));
    }
    return found.stream();
  }
}

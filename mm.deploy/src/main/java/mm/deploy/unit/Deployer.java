package mm.deploy.unit;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import mm.api.Finding;
import mm.api.NotifierCore;
import mm.api.Rule;
import mm.api.SwapPlan;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Unit;
import mm.deploy.service.UnitState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out orders, one after the other: checks first, while nothing has changed, and then leaves
 * the work to {@link Installing}, {@link Swapping} and {@link Removing}.
 */
final class Deployer implements Deployment {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  private final Engine engine;
  private final Store store;
  private final Memory memory;
  private final Known known;
  private final Journal journal;
  private final Wirings wirings;
  private final Installing installing;
  private final Swapping swapping;
  private final EngineUnit engineUnit;
  private final EngineOrders engines;
  private final Removing removing;
  private final Map<String, DriverUnit> units = new ConcurrentSkipListMap<>();
  private final ReentrantLock orders = new ReentrantLock(true);
  private volatile Consumer<String> forgetFile = file -> {};

  Deployer(
      Engine engine,
      Store store,
      Memory memory,
      Wirings wirings,
      Journal journal,
      Settings settings,
      IntSupplier lastingSpaces) {
    this.engine = engine;
    this.store = store;
    this.memory = memory;
    this.journal = journal;
    this.wirings = wirings;
    known = new Known(engine.context(), units);
    removing = new Removing(engine, wirings, journal, settings, store);
    installing = new Installing(engine, wirings, journal, removing);
    swapping = new Swapping(engine, wirings, journal, settings, installing, removing);
    engineUnit = new EngineUnit(engine.context(), store, journal);
    EngineSwapping engineSwapping =
        new EngineSwapping(engine, engineUnit, wirings, journal, removing, settings, lastingSpaces);
    engines = new EngineOrders(engineUnit, engineSwapping, journal, store, memory);
  }

  /** What is done to a jar that was checked. */
  @FunctionalInterface
  interface Order {
    DeployReport carryOut() throws BundleException, RefusedJarException;
  }

  /** Waits for its turn, and turns what goes wrong into a report. */
  private DeployReport ordered(String about, Order order) {
    Optional<NotifierCore> core = engine.core();
    if (core.isEmpty()) {
      return Reports.refused(about, "", "There is no engine to admit drivers; start mm.core");
    }
    refuseInside(core.get());
    return inTurn(about, order);
  }

  private DeployReport inTurn(String about, Order order) {
    orders.lock();
    try {
      known.look();
      return order.carryOut();
    } catch (RefusedJarException e) {
      everybody().filter(each -> each.goesBy(about)).forEach(u -> u.found(e.findings()));
      return Reports.refused(about, "", e);
    } catch (BundleException e) {
      return Reports.refused(about, "", "The framework refuses it: " + e.getMessage());
    } finally {
      memory.note(everybody().toList());
      orders.unlock();
    }
  }

  /** Before anything has changed: a swap of nobody is refused as any other (R2.8). */
  private static void refuseInside(NotifierCore core) {
    core.drivers().swap(SwapPlan.of("", ""));
  }

  /** The engine, and the units of drivers. */
  private Stream<DriverUnit> everybody() {
    return Stream.concat(Stream.of(engineUnit.unit()), units.values().stream());
  }

  @Override
  public List<Unit> units() {
    look();
    long now = System.nanoTime();
    return everybody().map(each -> each.shown(now)).toList();
  }

  /** Sees what was done by hand; the engine's part waits while an order is carried out. */
  private void look() {
    known.look();
    if (orders.tryLock()) {
      try {
        engineUnit.look();
      } finally {
        orders.unlock();
      }
    }
  }

  @Override
  public Optional<Unit> find(String name) {
    return units().stream()
        .filter(each -> each.name().equals(name) || each.drivers().contains(name))
        .findFirst();
  }

  @Override
  public List<String> lingering() {
    return wirings.lingering();
  }

  Collection<DriverUnit> all() {
    return units.values();
  }

  private Optional<DriverUnit> unit(String name) {
    return units.values().stream().filter(each -> each.goesBy(name)).findFirst();
  }

  @Override
  public DeployReport install(Path jar, Mode mode) {
    return ordered(
        jar.getFileName().toString(), () -> install(store.add(jar), mode, Deployed.SHELL));
  }

  private DeployReport install(Jar jar, Mode mode, String source)
      throws BundleException, RefusedJarException {
    Optional<Deployed> current =
        isEngine(jar) ? engineUnit.current() : unit(jar.name()).flatMap(DriverUnit::current);
    if (current.isPresent() && current.get().jar().sha256().equals(jar.sha256())) {
      return Reports.unchanged(jar);
    }
    if (current.isPresent()) {
      return Reports.refused(
          jar.name(),
          jar.version(),
          "Version " + current.get().version() + " is in charge: swap it for this one");
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

  @Override
  public DeployReport swap(String name, Path jar, Mode mode) {
    return name.equals(EngineUnit.NAME)
        ? engineOrder(() -> engines.swap(store.addEngine(jar), mode, Deployed.SHELL))
        : ordered(name, () -> swap(name, store.add(jar), mode, Deployed.SHELL));
  }

  /** Also without an engine: that may be what is to be mended. */
  private DeployReport engineOrder(Order order) {
    engine.core().ifPresent(Deployer::refuseInside);
    return inTurn(EngineUnit.NAME, () -> watched(order));
  }

  private DeployReport watched(Order order) throws BundleException, RefusedJarException {
    engineUnit.look();
    DeployReport report = order.carryOut();
    if (report.outcome() == DeployReport.Outcome.DONE) {
      units.values().forEach(DriverUnit::newEngine);
    }
    return report;
  }

  private DeployReport swap(String name, Jar jar, Mode mode, String source)
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

  @Override
  public DeployReport rollback(String name) {
    return rollback(name, "rolled back by order");
  }

  DeployReport rollback(String name, String reason) {
    if (name.equals(EngineUnit.NAME)) {
      return engineOrder(() -> engines.rollback(reason));
    }
    return ordered(
        name,
        () -> {
          Optional<DriverUnit> unit = unit(name);
          if (unit.flatMap(DriverUnit::previous).isEmpty()) {
            return Reports.refused(name, "", "No version before is kept of '" + name + "'");
          }
          return swapping.rollback(unit.get(), reason);
        });
  }

  @Override
  public DeployReport remove(String name, Mode mode) {
    return remove(name, mode, "removed by order");
  }

  DeployReport remove(String name, Mode mode, String reason) {
    if (name.equals(EngineUnit.NAME)) {
      return engineOrder(() -> removedEngine(mode, reason));
    }
    return ordered(
        name,
        () -> {
          Optional<DriverUnit> unit = unit(name).filter(each -> each.current().isPresent());
          if (unit.isEmpty()) {
            return Reports.refused(name, "", "No unit or driver '" + name + "' is here");
          }
          return mode == Mode.DRY_RUN ? removing.plan(unit.get()) : removed(unit.get(), reason);
        });
  }

  private DeployReport removed(DriverUnit unit, String reason) throws BundleException {
    Optional<String> file = unit.desired();
    DeployReport report = removing.remove(unit, reason);
    if (report.satisfied()) {
      file.ifPresent(forgetFile);
    }
    return report;
  }

  private DeployReport removedEngine(Mode mode, String reason)
      throws BundleException, RefusedJarException {
    Optional<String> file = engineUnit.unit().desired();
    DeployReport report = engines.remove(mode, reason);
    if (report.outcome() == DeployReport.Outcome.DONE) {
      engineUnit.unit().desired(Optional.empty());
      file.ifPresent(forgetFile);
    }
    return report;
  }

  /** What was in charge when a run before ended. */
  DeployReport bringBack(Path copy, String source) {
    return ordered(
        copy.getFileName().toString(), () -> install(store.add(copy), Mode.EXECUTE, source));
  }

  /** A jar of the folder: installs it, or swaps its unit for it, whichever it takes. */
  DeployReport fromFolder(Path file) {
    return ordered(
        file.getFileName().toString(),
        () -> {
          Jar jar = store.add(file);
          DeployReport report = fromFolder(jar);
          made(jar.name()).desired(Optional.of(file.getFileName().toString()));
          return report;
        });
  }

  private DeployReport fromFolder(Jar jar) throws BundleException, RefusedJarException {
    if (isEngine(jar)) {
      return watched(() -> engines.swap(jar, Mode.EXECUTE, Deployed.FOLDER));
    }
    return has(jar.name())
        ? swap(jar.name(), jar, Mode.EXECUTE, Deployed.FOLDER)
        : install(jar, Mode.EXECUTE, Deployed.FOLDER);
  }

  private static boolean isEngine(Jar jar) {
    return jar.name().equals(EngineUnit.NAME);
  }

  /** The unit of that name, which may not be there yet. */
  private DriverUnit made(String name) {
    return name.equals(EngineUnit.NAME)
        ? engineUnit.unit()
        : units.computeIfAbsent(name, DriverUnit::new);
  }

  /** The engine that was in charge when a run before ended; empty when mm's own was. */
  Set<String> bringBackEngine() {
    engineOrder(engines::bringBack);
    return engines.needed();
  }

  /** A jar of the folder was refused; the unit that it was to replace stays as it is. */
  void refusedInFolder(String name, RefusedJarException why) {
    everybody().filter(each -> each.goesBy(name)).forEach(each -> each.found(why.findings()));
    LOG.warn("{}", why.getMessage());
    why.findings().forEach(each -> LOG.warn("  {}", each));
  }

  /** Two jars of the folder say that they are the same and are not; the first counts. */
  void sameVersionTwice(Jar jar, Path one, Path other) {
    Finding finding =
        new Finding(
            Rule.R4_5,
            one.getFileName()
                + " and "
                + other.getFileName()
                + " differ, and both say that they are "
                + jar.origin()
                + "; the first counts.",
            "Delete one of them, or give it another version.");
    made(jar.name()).found(List.of(finding));
    LOG.warn("{}", finding);
  }

  /** Says how a removed unit's jar leaves the folder. */
  void forgetFilesBy(Consumer<String> how) {
    forgetFile = how;
  }

  /** The time of probation is over: the version before is not needed any more. */
  void proved(DriverUnit unit) {
    orders.lock();
    try {
      if (unit.onProbation()) {
        removing.forgetPrevious(unit);
      }
    } finally {
      orders.unlock();
    }
  }

  /** Whether a unit is here. */
  boolean has(String name) {
    return everybody().anyMatch(each -> each.goesBy(name) && each.current().isPresent());
  }

  /** A bundle of a run before: it is what the unit runs. */
  void adopt(Bundle bundle, Jar jar, String source) throws BundleException {
    orders.lock();
    try {
      bundle.start();
      DriverUnit unit = units.computeIfAbsent(jar.name(), DriverUnit::new);
      unit.current(new Deployed(bundle, jar, source));
      journal.write(
          unit, jar.version(), UnitState.ACTIVE, "it was here when the framework stopped");
    } finally {
      orders.unlock();
    }
  }

  Store store() {
    return store;
  }
}

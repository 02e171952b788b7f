package mm.deploy.unit;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import mm.api.Finding;
import mm.api.Rule;
import mm.deploy.service.DeployReport;
import mm.deploy.service.Deployment;
import mm.deploy.service.Unit;
import mm.deploy.service.UnitState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders, for {@link DriverOrders} and {@link EngineOrders}, and knows what is here. */
final class Deployer implements Deployment {
  private static final Logger LOG = LoggerFactory.getLogger("mm.deploy");

  private final Store store;
  private final Known known;
  private final Journal journal;
  private final Wirings wirings;
  private final EngineUnit engineUnit;
  private final EngineOrders engines;
  private final DriverOrders drivers;
  private final OrderQueue orders;
  private final Map<String, DriverUnit> units = new ConcurrentSkipListMap<>();
  private volatile Consumer<String> forgetFile = file -> {};

  Deployer(
      Engine engine,
      Store store,
      Memory memory,
      Wirings wirings,
      Journal journal,
      Settings settings,
      IntSupplier lastingSpaces) {
    this.store = store;
    this.journal = journal;
    this.wirings = wirings;
    known = new Known(engine.context(), units);
    Removing removing = new Removing(engine, wirings, journal, settings, store);
    Installing installing = new Installing(engine, wirings, journal, removing);
    drivers =
        new DriverOrders(
            units,
            known,
            installing,
            new Swapping(engine, wirings, journal, settings, installing, removing),
            removing);
    engineUnit = new EngineUnit(engine.context(), store, journal);
    EngineSwapping engineSwapping =
        new EngineSwapping(engine, engineUnit, wirings, journal, removing, settings, lastingSpaces);
    engines = new EngineOrders(engineUnit, engineSwapping, journal, store, memory);
    orders = new OrderQueue(engine, known, memory, this::everybody);
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
    orders.runIfIdle(engineUnit::look);
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

  @Override
  public DeployReport install(Path jar, Mode mode) {
    return orders.withEngine(
        jar.getFileName().toString(),
        () -> using(store.add(jar), copy -> install(copy, mode, Deployed.SHELL)));
  }

  private DeployReport install(Jar jar, Mode mode, String source)
      throws BundleException, RefusedJarException {
    return isEngine(jar)
        ? engineUnit
            .current()
            .map(current -> Reports.present(jar, current))
            .orElseGet(() -> Reports.refused(jar.name(), jar.version(), "Swap it in instead"))
        : drivers.install(jar, mode, source);
  }

  @Override
  public DeployReport swap(String name, Path jar, Mode mode) {
    return name.equals(EngineUnit.NAME)
        ? engineOrder(
            () -> using(store.addEngine(jar), copy -> engines.swap(copy, mode, Deployed.SHELL)))
        : orders.withEngine(
            name,
            () -> using(store.add(jar), copy -> drivers.swap(name, copy, mode, Deployed.SHELL)));
  }

  /** What is done with a copy of the store. */
  private interface Use {
    DeployReport of(Jar copy) throws BundleException, RefusedJarException;
  }

  /** A copy goes with its order when nothing runs from it afterwards: refused, or a dry run. */
  private DeployReport using(Jar copy, Use use) throws BundleException, RefusedJarException {
    try {
      return use.of(copy);
    } finally {
      if (!known.uses(copy) && !engines.needed().contains(copy.sha256())) {
        store.forget(copy);
      }
    }
  }

  /** Also without an engine: that may be what is to be mended. */
  private DeployReport engineOrder(OrderQueue.Order order) {
    return orders.add(EngineUnit.NAME, () -> watched(order));
  }

  private DeployReport watched(OrderQueue.Order order) throws BundleException, RefusedJarException {
    engineUnit.look();
    DeployReport report = order.carryOut();
    if (report.outcome() == DeployReport.Outcome.DONE) {
      units.values().forEach(DriverUnit::newEngine);
    }
    return report;
  }

  @Override
  public DeployReport rollback(String name) {
    String reason = "rolled back by order";
    return name.equals(EngineUnit.NAME)
        ? engineOrder(() -> engines.rollback(reason))
        : orders.withEngine(name, () -> drivers.rollback(name, reason));
  }

  /** A version on probation is not what it should be; the order may come too late for it. */
  DeployReport rollback(DriverUnit unit, Deployed bad, String reason) {
    return orders.withEngine(unit.name(), () -> drivers.rollback(unit, bad, reason));
  }

  @Override
  public DeployReport remove(String name, Mode mode) {
    return remove(name, mode, "removed by order");
  }

  DeployReport remove(String name, Mode mode, String reason) {
    return name.equals(EngineUnit.NAME)
        ? engineOrder(() -> removedEngine(mode, reason))
        : orders.withEngine(name, () -> drivers.remove(name, mode, reason, forgetFile));
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

  /** What was in charge when a run before ended. Its copy stays for the next run in any case. */
  DeployReport bringBack(Path copy, String source) {
    return orders.withEngine(
        copy.getFileName().toString(), () -> install(store.add(copy), Mode.EXECUTE, source));
  }

  /**
   * A jar of the folder: installs it, or swaps its unit for it, whichever it takes.
   *
   * @param file where it is
   * @param seen what it held when it was looked at
   */
  DeployReport fromFolder(Path file, Jar seen) {
    return orders.withEngine(
        file.getFileName().toString(),
        () -> {
          DeployReport report = using(store.again(seen, file), this::fromFolder);
          made(seen.name()).desired(Optional.of(file.getFileName().toString()));
          return report;
        });
  }

  private DeployReport fromFolder(Jar jar) throws BundleException, RefusedJarException {
    if (isEngine(jar)) {
      return watched(() -> engines.swap(jar, Mode.EXECUTE, Deployed.FOLDER));
    }
    return has(jar.name())
        ? drivers.swap(jar.name(), jar, Mode.EXECUTE, Deployed.FOLDER)
        : drivers.install(jar, Mode.EXECUTE, Deployed.FOLDER);
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

  /** The time of probation of a version is over. */
  void proved(DriverUnit unit, Deployed version) {
    orders.run(() -> drivers.proved(unit, version));
  }

  /** Whether a unit is here. */
  boolean has(String name) {
    return everybody().anyMatch(each -> each.goesBy(name) && each.current().isPresent());
  }

  /** A bundle of a run before, which has started: it is what the unit runs. */
  void adopt(Bundle bundle, Jar jar, String source) {
    orders.run(
        () -> {
          DriverUnit unit = units.computeIfAbsent(jar.name(), DriverUnit::new);
          unit.current(new Deployed(bundle, jar, source));
          journal.write(
              unit, jar.version(), UnitState.ACTIVE, "it was here when the framework stopped");
        });
  }

  Store store() {
    return store;
  }
}

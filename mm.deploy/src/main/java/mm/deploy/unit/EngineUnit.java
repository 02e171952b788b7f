package mm.deploy.unit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mm.deploy.service.UnitState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * What the deployer knows of the engine: a unit without drivers of its own. The one that this mm
 * was started with is the last resort, and what the engine goes back to when it is removed.
 *
 * <p>Looked at and changed by whoever carries out an order, one at a time.
 */
final class EngineUnit {
  /** Symbolic name of the engine's bundle. */
  static final String NAME = "mm.core";

  private final BundleContext context;
  private final Store store;
  private final Journal journal;
  private final DriverUnit unit = new DriverUnit(NAME);
  private Deployed shipped; // null until an engine was seen that nobody deployed

  EngineUnit(BundleContext context, Store store, Journal journal) {
    this.context = context;
    this.store = store;
    this.journal = journal;
  }

  DriverUnit unit() {
    return unit;
  }

  Optional<Deployed> current() {
    return unit.current();
  }

  /** The one that this mm was started with. */
  Optional<Deployed> shipped() {
    return Optional.ofNullable(shipped);
  }

  /** The engine's bundles; more than one only when somebody else has installed another. */
  List<Bundle> bundles() {
    return Stream.of(context.getBundles())
        .filter(each -> NAME.equals(each.getSymbolicName()))
        .toList();
  }

  private Optional<Bundle> running() {
    return bundles().stream().filter(each -> each.getState() == Bundle.ACTIVE).findFirst();
  }

  /** Compares it with the framework: somebody may have stopped or updated it by hand. */
  void look() {
    current().filter(Known::gone).ifPresent(this::letGo);
    if (current().isEmpty()) {
      running().or(() -> bundles().stream().findFirst()).ifPresent(this::takeIn);
    }
    current().ifPresent(this::compare);
  }

  private void letGo(Deployed gone) {
    journal.write(unit, gone.version(), UnitState.GONE, "uninstalled or updated by hand");
    unit.current(null);
  }

  private void takeIn(Bundle bundle) {
    Deployed found = new Deployed(bundle, Known.jar(bundle), bundle.getLocation());
    boolean first = shipped == null && !isCopy(bundle);
    if (first) {
      shipped = found.asJar();
    }
    unit.current(found);
    journal.write(
        unit,
        found.version(),
        bundle.getState() == Bundle.ACTIVE ? UnitState.ACTIVE : UnitState.STOPPED,
        first ? "mm was started with it" : "installed or updated by hand");
  }

  /** Whether the deployer has installed it, in this run or in one before. */
  boolean isCopy(Bundle bundle) {
    return store.holds(bundle.getLocation());
  }

  private void compare(Deployed present) {
    boolean active = present.bundle().getState() == Bundle.ACTIVE;
    UnitState known = unit.stateOf(present.version());
    if (active && known == UnitState.STOPPED) {
      journal.write(unit, present.version(), UnitState.ACTIVE, "started by hand");
    } else if (!active && known == UnitState.ACTIVE) {
      journal.write(unit, present.version(), UnitState.STOPPED, "stopped by hand");
    }
  }

  /** One that was deployed in a run before, and that the framework itself has started again. */
  void adopt(Deployed present) {
    unit.current(present);
    journal.write(
        unit, present.version(), UnitState.ACTIVE, "it was here when the framework stopped");
  }
}

package mm.deploy.unit;

import java.util.List;
import java.util.Optional;
import mm.api.DriverRegistry;
import mm.api.DriverStatus;
import mm.api.Finding;
import mm.api.NotifierCore;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** The engine of this framework, which may come and go, and what it says of a bundle's drivers. */
final class Engine {
  private final BundleContext context;
  private final ServiceTracker<NotifierCore, NotifierCore> cores;

  Engine(BundleContext context) {
    this.context = context;
    cores = new ServiceTracker<>(context, NotifierCore.class, null);
    cores.open();
  }

  void close() {
    cores.close();
  }

  BundleContext context() {
    return context;
  }

  Optional<NotifierCore> core() {
    return Optional.ofNullable(cores.getService());
  }

  /** Fails when the engine has gone, as it does when the framework stops. */
  DriverRegistry drivers() {
    return core().orElseThrow(() -> new IllegalStateException("the engine has gone")).drivers();
  }

  /** How the engine calls what a bundle brings. */
  static String origin(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  /** Whether all drivers of a bundle are in a state, and there is one. */
  boolean allAre(Bundle bundle, DriverStatus.State state) {
    List<DriverStatus> all = of(bundle);
    return !all.isEmpty() && all.stream().allMatch(each -> each.state() == state);
  }

  List<DriverStatus> of(Bundle bundle) {
    return of(bundle, drivers());
  }

  private static List<DriverStatus> of(Bundle bundle, DriverRegistry drivers) {
    String origin = origin(bundle);
    return drivers.list().stream().filter(each -> each.origin().equals(origin)).toList();
  }

  /** The same for whoever only looks: nothing while there is no engine. */
  List<DriverStatus> present(Bundle bundle) {
    return core().map(core -> of(bundle, core.drivers())).orElse(List.of());
  }

  /** What the engine has against the drivers of a bundle. */
  List<Finding> findings(Bundle bundle) {
    return of(bundle).stream().flatMap(each -> each.findings().stream()).toList();
  }

  /** How often the drivers of a unit broke a promise so far. */
  long violations(List<String> ids) {
    return core().stream()
        .flatMap(core -> core.violations().stream())
        .filter(each -> ids.contains(each.subscriber()))
        .mapToLong(each -> each.count())
        .sum();
  }
}
